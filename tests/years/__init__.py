"""Two years of one council, lived by the bot and worked out by hand: who was nudged, on which day, about what."""
