"""Audit: every number, rule, signal use, obligation, event and lever of a scenario is changed, and the same
worlds are played again. What changes nothing is inert: it must say so, or it is a fault."""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiment.outcomes import outcomes_of
from sim.experiment.part import Part
from sim.experiment.pool import Pool
from sim.experiment.refusal import RefusedError
from sim.experiment.run import Progress, check_size, prepared, until
from sim.scenario.errors import nearest
from sim.scenario.scenario import Scenario

from .effect import Effect, effects, influence
from .plan import QUICK, THOROUGH, Plan
from .reason import Reasons
from .replay import Stage
from .subject import perturbations
from .verdict import Change, Settled, Verdict, changes, settle, verdicts
from .walk import Walk, walk, walks
from .watch import watch

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Audit:
    """What acts in a scenario and what does not. `rows` worlds were played in `elapsed` seconds."""

    scenario: Scenario
    seed: int
    plan: Plan
    verdicts: tuple[Verdict, ...]
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    walks: tuple[Walk, ...]
    rows: int
    elapsed: float

    @property
    def inert(self) -> list[Verdict]:
        """What changed nothing in any world played."""
        return [verdict for verdict in self.verdicts if verdict.inert]

    @property
    def undeclared(self) -> list[Verdict]:
        """Inert things that the scenario does not declare in `inert_because`."""
        return [verdict for verdict in self.inert if not verdict.declared]

    @property
    def stale(self) -> list[Verdict]:
        """Things that act although the scenario declares them inert, in every way they are used."""
        idle = {verdict.path for verdict in self.inert}
        return [each for each in self.verdicts if each.declared and each.path not in idle]

    @property
    def ok(self) -> bool:
        """Whether nothing is inert but what is declared, and all that is declared is inert."""
        return not self.undeclared and not self.stale

    @cached_property
    def table(self) -> "pd.DataFrame":
        """One row a subject: worlds played and changed, days of divergence, status and reason."""
        return self._frame([vars(v) | {"status": v.status} for v in self.verdicts])

    @cached_property
    def changes_table(self) -> "pd.DataFrame":
        """One row a change of a subject."""
        return self._frame([change._asdict() for change in self.changes])

    @cached_property
    def effects_table(self) -> "pd.DataFrame":
        """One row a change and outcome, with its paired difference and interval."""
        return self._frame([effect._asdict() for effect in self.effects])

    @staticmethod
    def _frame(rows: "Sequence[dict[str, Any]]") -> "pd.DataFrame":
        import pandas as pd

        return pd.DataFrame(rows)


def audit(
    scenario: Scenario | str,
    *,
    seed: int = 1,
    days: int | None = None,
    plan: Plan = QUICK,
    of: Collection[str] | None = None,
    outcomes: Collection[str] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Audit:
    """Audit a scenario: all of it, or what lies at or below the paths in `of`.

    `plan` is `QUICK` or `THOROUGH`; `outcomes` are those whose effects are told, all by default;
    `progress` hears of worlds done. Raises `RefusedError` for an outcome that does not exist or a path at
    which nothing can be audited, `ScenarioError` for a wrong scenario.
    """
    began = time.perf_counter()
    check_size(1, seed)
    chosen = until(prepared(scenario), days)
    names = _outcomes(chosen, outcomes)
    asked = perturbations(chosen, of)
    if of is not None:
        _check_paths(chosen, of)
    with Pool(workers) as pool:
        stage = Stage(chosen, asked, plan.most, seed, pool=pool, progress=progress)
        settled = settle(stage, plan)
        found = tuple(_explained(stage, settled, pool))
        told = tuple(effects(stage, plan, names))
        parts = [
            walk(chosen, path, plan.points, plan.walk, seed) for path in _walked(chosen, plan, found, told)
        ]
        shapes = tuple(walks(parts, pool, names))
    rows = stage.rows + sum(len(part.worlds) for part in parts)
    elapsed = time.perf_counter() - began
    return Audit(chosen, seed, plan, found, tuple(changes(settled)), told, shapes, rows, elapsed)


def plan_of(*, thorough: bool) -> Plan:
    """The plan by its name on the command line."""
    return THOROUGH if thorough else QUICK


def _check_paths(scenario: Scenario, asked: Collection[str]) -> None:
    known = sorted({each.subject.path for each in perturbations(scenario)})
    for path in asked:
        if not any(each == path or each.startswith(f"{path}.") for each in known):
            hint = nearest(path, known)
            text = f"{path}: nothing at this path can be audited"
            raise RefusedError(text + (f'; did you mean "{hint}"?' if hint else ""))


def _outcomes(scenario: Scenario, asked: Collection[str] | None) -> list[str]:
    known = outcomes_of(scenario)
    for name in asked or ():
        if name not in known:
            hint = nearest(name, known)
            raise RefusedError(
                f"{name}: no outcome has this name" + (f'; did you mean "{hint}"?' if hint else "")
            )
    return list(known if asked is None else asked)


def _explained(stage: Stage, settled: Settled, pool: Pool) -> Iterator[Verdict]:
    """The verdicts, with reasons: what is inert is looked for in the worlds unchanged."""
    found = verdicts(settled, stage.scenario.inert_because)
    inert = [verdict for verdict in found if verdict.inert]
    if not inert:
        yield from found
        return
    worlds = max(2, *(verdict.worlds for verdict in inert))
    (watched,) = pool.run(watch, [Part(stage.scenario, stage.seed, np.arange(worlds))])
    reasons = Reasons(stage.scenario, watched, {verdict.path for verdict in inert})
    for verdict, numbers in zip(found, settled.by_subject().values(), strict=True):
        why = reasons.of(settled.perturbations[numbers[0]]) if verdict.inert else ""
        yield replace(verdict, reason=why)


def _walked(scenario: Scenario, plan: Plan, found: Sequence[Verdict], told: Sequence[Effect]) -> list[str]:
    """Parameters to walk through: those that interventions set, then the most influential."""
    audited = {verdict.path for verdict in found}
    levers = {
        path
        for name, lever in scenario.interventions.items()
        for path in lever.set
        if f"interventions.{name}" in audited
    }
    numbers = {path for path in scenario.parameters if not path.startswith("outcomes.")}  # those only measure
    acting = {verdict.path for verdict in found if not verdict.inert} & numbers - levers
    by_influence = sorted(acting, key=lambda path: (-influence(told, path), path))
    ranges = scenario.parameters
    wide = [path for path in sorted(levers) if ranges[path].low < ranges[path].high]
    return wide + [path for path in by_influence if ranges[path].low < ranges[path].high][: plan.influential]
