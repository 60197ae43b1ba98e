"""Timetables: what runs when, as a city's GTFS tells."""
