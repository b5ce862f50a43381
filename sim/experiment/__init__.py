"""Floor 2, repeat: many worlds of a scenario, what came out of them, and how two scenarios differ."""
