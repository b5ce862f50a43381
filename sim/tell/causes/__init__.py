"""Causes: what acts at all, what hangs on a cause, what the report's rows do; in words."""
