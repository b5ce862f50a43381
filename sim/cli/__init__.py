"""Command line: talks to people and holds no rules. Each verb imports what it needs when it runs."""

from . import runs, scenarios, sweeps
from .app import app, main

__all__ = ["app", "main", "runs", "scenarios", "sweeps"]
