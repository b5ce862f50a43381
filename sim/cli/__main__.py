"""`python -m sim.cli` is the command `deescalate`."""

from .app import main

main()
