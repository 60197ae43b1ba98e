"""Errors people read."""


class NightowlError(Exception):
    """Something a person must act on, as a sentence: what was expected, what was found, where, what to do.

    Commands print the sentence alone, with exit code 2, and keep the stack trace for the log.
    """


class FileRefused(NightowlError):
    """A delivered file that cannot be read as a whole. `code` goes to the ledger beside the sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
