"""Confront: what was counted outside the model, beside what its worlds give."""
