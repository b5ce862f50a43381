"""Play: what the view of the same name draws: charts of turns, the reading of a week, the ending."""
