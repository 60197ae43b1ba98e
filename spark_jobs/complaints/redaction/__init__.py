"""Personal data that citizens leave in free text, found and replaced by a mark of its class before anything is written."""

from spark_jobs.complaints.redaction.column import redacted
from spark_jobs.complaints.redaction.engine import find, redact
from spark_jobs.complaints.redaction.spans import MARKS, Span

__all__ = ["MARKS", "Span", "find", "redact", "redacted"]
