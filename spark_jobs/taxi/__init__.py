"""Taxis: where trips start and end."""
