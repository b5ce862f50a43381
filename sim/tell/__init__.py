"""Floor 4, tell: findings as sentences, tables and pictures."""
