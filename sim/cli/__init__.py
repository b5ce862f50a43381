"""Command line: talks to people and holds no rules. Each verb imports what it needs when it runs."""

from . import causes, dashboard, findings, runs, scenarios, sweeps, trust
from .app import app, main

__all__ = ["app", "causes", "dashboard", "findings", "main", "runs", "scenarios", "sweeps", "trust"]
