"""Fuzzing: broken scenarios, sweeps, command lines and folders of results, made by chance and judged.

`python -m tests.fuzz --minutes 60` runs for as long as asked, `--case N` shows one case again.
"""
