"""Subway: riders by station and day, and by station and hour of a month, as the city publishes them."""
