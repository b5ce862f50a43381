"""Exports: results in the shapes that users' own tools read, each marked as simulated."""
