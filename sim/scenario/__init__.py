"""Floor 0, say: the nouns of a scenario, how they are read, checked and varied. No arrays here."""
