"""Complaints: what citizens report, and whether the city answers in time."""
