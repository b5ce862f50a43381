"""Command line: talks to people and holds no rules. Each verb imports what it needs when it runs."""

import sys

try:
    from . import causes, dashboard, findings, report, runs, scenarios, sweeps, trust
    from .app import app, main
except KeyboardInterrupt:  # before there is anything to interrupt
    sys.stderr.write("interrupted\n")
    raise SystemExit(130) from None

__all__ = ["app", "causes", "dashboard", "findings", "main", "report", "runs", "scenarios", "sweeps", "trust"]
