"""Analyses of a finished sweep: which factors matter, how much is chance, where, and which lever holds up.

Each takes a `Swept` and gives a frozen record of tidy tables; none reads, writes or draws anything.
"""
