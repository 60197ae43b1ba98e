"""The city's areas: administrative dongs, their boundaries, and their codes over the years."""
