"""Run: how the worlds of a run go, for pictures and readers."""
