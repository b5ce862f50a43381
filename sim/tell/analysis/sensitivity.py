"""Sensitivity: what matters in a sweep, by the analysis that its design allows, and chance beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.experiment.analysis.association import association
from sim.experiment.analysis.chance import chance
from sim.experiment.analysis.morris import morris
from sim.experiment.analysis.one_at_a_time import one_at_a_time
from sim.experiment.analysis.sobol import sobol
from sim.experiment.analysis.swept import Swept, known
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.finished import Finished
from sim.experiment.sweep.sweep import Method

from . import alone, chances, effects, variance
from .findings import Findings, asked_of, chosen_lever, chosen_outcomes, losses, under
from .labels import labels

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Way:
    """How sweeps of a method are analysed and told: the name of the analysis, itself, its sections, the names
    of its tables, how to read it."""

    name: str
    analyse: Callable[..., Any]
    sections: Callable[..., list]
    tables: tuple[str, ...]
    guide: tuple[str, ...]


_SOBOL = Way("Sobol indices", sobol, variance.indices, ("indices", "convergence", "verdicts"), variance.GUIDE)
_MORRIS = Way("Morris screening", morris, effects.effects, ("effects", "verdicts"), effects.GUIDE)
_ALONE = Way("one at a time", one_at_a_time, alone.moved, ("differences", "swings"), alone.GUIDE_MOVED)
_GOES = Way("association", association, alone.goes_with, ("correlations", "means"), alone.GUIDE_GOES)
_WAYS: dict[Method, Way] = {"sobol": _SOBOL, "morris": _MORRIS, "one_at_a_time": _ALONE}


def sensitivity(
    finished: Finished,
    outcomes: Sequence[str] = (),
    lever: str | None = None,
    against: str | None = None,
) -> Findings:
    """Which assumptions matter for each outcome under one lever, or for its difference from another.

    Raises `RefusedError` for outcomes and levers that the sweep does not have, or where nothing varies.
    """
    if not finished.swept.factors:
        raise RefusedError("the sweep varies nothing: there are no assumptions to tell apart")
    names, warnings = chosen_outcomes(finished, outcomes)
    chosen, base = chosen_lever(finished, lever, against)
    swept = _only(finished.swept, chosen, base)
    way = _WAYS.get(swept.method, _GOES)
    found = way.analyse(swept, names, base)
    shares = chance(swept, names, base)
    units = {name: swept.kinds[name].unit for name in names}
    told = labels(factor.name for factor in swept.factors)
    frames: dict[str, pd.DataFrame] = {name: getattr(found, name) for name in way.tables}
    frames["chance"] = shares
    return Findings(
        kind="sensitivity",
        sweep=asked_of(finished),
        asked={"outcomes": names, "lever": chosen, "against": base, "analysis": way.name},
        scope=_scope(finished, way, under(chosen, base)),
        sections=[*way.sections(found, units, told), chances.chances(shares, units)],
        frames={name: frame for name, frame in frames.items() if len(frame.columns)},
        guide=[*way.guide, *chances.GUIDE],
        warnings=[*losses(finished), *warnings],
    )


def _only(swept: Swept, lever: str, against: str) -> Swept:
    """The sweep under these levers alone."""
    wanted = [known(name, swept.levers, "lever") for name in (lever, against) if name]
    return replace(swept, outcomes=swept.outcomes[swept.outcomes["lever"].isin(wanted)])


def _scope(finished: Finished, way: Way, case: str) -> str:
    manifest, swept = finished.manifest, finished.swept
    size = f"{len(swept.design):,} points, {manifest['worlds']:,} worlds of {manifest['days']} days"
    return f"{way.name[:1].upper()}{way.name[1:]} over {len(swept.factors)} assumptions; {size}; {case}."
