"""Audit: does everything that a scenario says act on something? Each thing is changed, and the same
worlds are played again."""
