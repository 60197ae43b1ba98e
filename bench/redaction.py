"""Redaction beside Presidio's own recognisers, on the same planted texts: what each finds, and how fast.

    python -m bench.redaction

Presidio runs with `spacy.blank("xx")` and its recognisers for Korea, telephones, cards, e-mail and machines; no connection is opened.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import spacy
import tldextract
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer import predefined_recognizers as recognizers
from presidio_analyzer.nlp_engine import SpacyNlpEngine

from nightowl.console import console
from spark_jobs.complaints.redaction import find

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "spark_jobs"))
from complaint_sets import Planted, developed

SEED, LANGUAGE = 20_261_101, "ko"
Finder = Callable[[str], Iterable[tuple[int, int]]]


class Blank(SpacyNlpEngine):
    """A tokeniser of no language, which needs no model."""

    def __init__(self) -> None:
        super().__init__(models=[{"lang_code": LANGUAGE, "model_name": "xx"}])
        self.nlp = {LANGUAGE: spacy.blank("xx")}

    def load(self) -> None:
        """There is nothing to load."""

    def is_loaded(self) -> bool:
        """It is."""
        return True


def presidio() -> Finder:
    """Presidio's engine with what it has for Korean texts."""
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())  # its list of domains as packaged
    registry = RecognizerRegistry(supported_languages=[LANGUAGE])
    for recognizer in (
        recognizers.KrRrnRecognizer(),
        recognizers.KrFrnRecognizer(),
        recognizers.KrDriverLicenseRecognizer(),
        recognizers.KrPassportRecognizer(),
        recognizers.CreditCardRecognizer(supported_language=LANGUAGE),
        recognizers.EmailRecognizer(supported_language=LANGUAGE),
        recognizers.IpRecognizer(supported_language=LANGUAGE),
        recognizers.PhoneRecognizer(supported_language=LANGUAGE, supported_regions=["KR", "US"]),
    ):
        registry.add_recognizer(recognizer)
    engine = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=[LANGUAGE])
    return lambda text: [(f.start, f.end) for f in engine.analyze(text, LANGUAGE, score_threshold=0.0)]


def measure(name: str, finder: Finder, texts: list[Planted]) -> None:
    """Print how much of what is planted is covered, how much of what is found is right, and texts a second of one core."""
    begin = time.process_time()
    found = [list(finder(text.text)) for text in texts]
    texts_a_second = len(texts) / (time.process_time() - begin)
    covered = planted = right = 0
    for text, pieces in zip(texts, found, strict=True):
        hidden = {n for start, end in pieces for n in range(start, end)}
        planted += len(text.spans)
        covered += sum(
            all(n in hidden or not text.text[n].isalnum() for n in range(span.start, span.end))
            for span in text.spans
        )
        right += sum(any(s.start < end and start < s.end for s in text.spans) for start, end in pieces)
    console().print(
        f"{name:10} recall {covered / planted:6.1%}  precision {right / sum(map(len, found)):6.1%}  {texts_a_second:8,.0f} texts/s"
    )


def main() -> None:
    """Both on the same texts, in one process."""
    texts = developed.planted(SEED)
    measure("Nightowl", lambda text: [(span.start, span.end) for span in find(text)], texts)
    measure("Presidio", presidio(), texts)


if __name__ == "__main__":
    main()
