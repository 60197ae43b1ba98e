"""Carrier data: cell inventory, raw events, who is where at which hour."""
