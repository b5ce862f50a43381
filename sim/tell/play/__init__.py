"""Play: the same worlds week by week, and the levers that may be chosen."""
