"""Structured logs for machines: one JSON object a line in `<home>/logs/nightowl.jsonl`.

People are spoken to through `nightowl.console`; this is what an operator greps afterwards.
"""

import logging
import logging.handlers
from typing import Any

import structlog

from nightowl.lake import Lake

LOGGER = "nightowl"


def configure(lake: Lake) -> None:
    """Send the house's log to the lake's log file (10 files of 10 MB); calling it again changes nothing."""
    logger = logging.getLogger(LOGGER)
    if logger.handlers:
        return
    lake.logs.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        lake.logs / "nightowl.jsonl", maxBytes=10_000_000, backupCount=10, encoding="utf-8"
    )
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False


def get(**context: Any) -> Any:
    """A logger that writes each event as one JSON line, bound to `context`. Never bind an identifier of a person."""
    return structlog.wrap_logger(
        logging.getLogger(LOGGER),
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    ).bind(**context)
