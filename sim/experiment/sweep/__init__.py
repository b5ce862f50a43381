"""Sweeps: the same worlds at many points of the space of assumptions, and under several levers."""
