"""The small core the rooms of Nightowl share: profile, service day, lake, ledger, locks, keys."""

__version__ = "0.1.0"
