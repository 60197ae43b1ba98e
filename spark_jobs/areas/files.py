"""Boundaries as GeoJSON, whatever the file's suffix."""

from nightowl.shapes import geojson_rows

READERS = {"dong": {".json": geojson_rows}}
