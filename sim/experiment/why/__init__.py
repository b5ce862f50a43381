"""Why: an act of a world, taken apart: its rate, its signals and where they came from, its draw.

Nothing is stored in advance: the world is lived again, one row, and looked at while it happens.
"""
