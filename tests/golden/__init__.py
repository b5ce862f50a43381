"""Accepted numbers of the shipped scenarios. They change only on purpose: `make accept`."""
