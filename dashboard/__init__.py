"""Dashboard: sees, runs and compares scenarios in a browser. Views ask the library and draw."""
