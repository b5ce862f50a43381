"""Comparison: what differs between scenarios and how surely, as sentences and as a folder to read."""
