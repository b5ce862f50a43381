"""Folders for reports: a small comparison whose every text is hostile, with its runs."""

from pathlib import Path

import pytest

from sim.experiment.doubt import Doubt
from sim.experiment.pool import Pool
from sim.scenario.scenario import Scenario
from sim.tell.comparison import report
from tests.build import toy

HOSTILE = (
    "</script><script>alert(1)</script><img src=http://192.0.2.1/x onerror=alert(1)>"
    " {{ 7 * 7 }} </style> & \" '"
)
WORLDS, DAYS = 5, 15


def hostile() -> Scenario:
    """The toy scenario with a hostile text wherever a text may stand."""
    base = toy()
    named = {
        field: type(section)(
            {key: noun.model_copy(update={"name": HOSTILE}) for key, noun in section.items()}
        )
        for field in ("actors", "actions", "places", "agreements", "talks")
        for section in [getattr(base, field)]
    }
    said = {"text": HOSTILE, "denied_by": HOSTILE, "note": HOSTILE, "reporter": HOSTILE}
    history = {key: event.model_copy(update=said) for key, event in base.history.items()}
    sources = {
        key: source.model_copy(update={"title": HOSTILE, "publisher": HOSTILE, "url": "http://192.0.2.1/"})
        for key, source in base.sources.items()
    }
    texts = {"title": HOSTILE, "description": HOSTILE, "history": type(base.history)(history)}
    return base.model_copy(update=named | texts | {"sources": type(base.sources)(sources)})


def compared_into(folder: Path, *, draws: int = 3) -> Path:
    """A comparison of the hostile scenario with itself under one lever less and without its history."""
    base = hostile()
    lever = type(base.interventions)(dict(list(base.interventions.items())[:1]))
    without = {"history": type(base.history)({}), "interventions": lever}
    tame = base.model_copy(update=without | {"id": "tame", "title": "Tame"})
    with pytest.MonkeyPatch.context() as patch, Pool(1) as pool:
        patch.setattr(report, "draw", lambda *_: {})  # its pictures are tested elsewhere
        doubt = Doubt(pool, 1, draws, days=DAYS)
        report.compare_into(folder, [base, tame], WORLDS, doubt, command=["deescalate", HOSTILE])
    return folder
