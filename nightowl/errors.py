"""Errors people read."""


class NightowlError(Exception):
    """Something a person must act on, as a sentence: what was expected, what was found, where, what to do.

    Commands print the sentence alone, with exit code 2, and keep the stack trace for the log.
    """
