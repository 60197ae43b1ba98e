"""Transit: what the city publishes of its buses and trains, and what the cards say."""
