"""The Owl plan: where a city's night buses should run, from who goes where at night, the stops and roads there are, and a budget."""
