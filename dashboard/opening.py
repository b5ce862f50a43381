"""Opening: what the first page shows of a scenario, made once for all sessions.

A scenario's history never changes, and its pictures take longer to make than all else on the page.
"""

from functools import lru_cache
from typing import Any

import sim
from dashboard import charts
from dashboard.map import area

Pictures = dict[str, dict[str, Any]]


@lru_cache(maxsize=8)
def situation(reference: str) -> tuple[Any, Pictures]:
    """What was reported before day one, and its pictures as Vega-Lite."""
    found = sim.situation(sim.load(reference))
    pictures = {
        "places": area(found),
        "statements": charts.statements(found.reported),
        "leverage": charts.leverage(found.leverage),
    }
    return found, {key: picture.to_dict() for key, picture in pictures.items()}
