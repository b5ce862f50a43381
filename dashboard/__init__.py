"""Dashboard: sees, runs and compares scenarios in a browser. Views ask the library and draw."""

BASE = "idlib-2018-01"  # what opens first, and what levers are made for
