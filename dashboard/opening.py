"""Opening: what was reported of a scenario, and its pictures, made once for all sessions.

A scenario's history never changes, and its pictures take longer to make than all else on the first page.
"""

from functools import lru_cache
from typing import Any

import sim
from dashboard import charts
from dashboard.map import area


@lru_cache(maxsize=8)
def situation(reference: str) -> Any:
    """What was reported before day one."""
    return sim.situation(sim.load(reference))


@lru_cache(maxsize=8)
def pictures(reference: str) -> dict[str, dict[str, Any]]:
    """The first page's pictures as Vega-Lite."""
    found = situation(reference)
    drawn = {
        "places": area(found),
        "statements": charts.statements(found.reported),
        "leverage": charts.leverage(found.leverage),
    }
    return {key: picture.to_dict() for key, picture in drawn.items()}
