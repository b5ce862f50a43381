"""Levers: what kind of change leads from one scenario to another, and whether it may be ranked."""

from typing import NamedTuple

from sim.scenario.scenario import Scenario

RANKED = ("messaging", "monitoring", "restraint")


class Change(NamedTuple):
    """`kinds` are those of its interventions; a lever changes nothing but interventions."""

    is_lever: bool
    kinds: tuple[str, ...]

    @property
    def may_be_ranked(self) -> bool:
        """Only levers of kind restraint, monitoring or messaging may be ranked."""
        return self.is_lever and bool(self.kinds) and set(self.kinds) <= set(RANKED)

    @property
    def label(self) -> str:
        """In words, for tables."""
        if not self.is_lever:
            return "another history or setting: compared, never ranked"
        if not self.kinds:
            return "the same scenario"
        kinds = " and ".join(self.kinds)
        return f"lever ({kinds})" if self.may_be_ranked else f"lever of kind {kinds}: compared, never ranked"


_APART = {"id", "title", "description", "interventions", "sources", "inert_because"}


def change(base: Scenario, other: Scenario) -> Change:
    """The change that leads from `base` to `other`."""
    fields = [name for name in type(base).model_fields if name not in _APART]
    alike = all(getattr(base, name) == getattr(other, name) for name in fields)
    first, second = base.interventions, other.interventions
    changed = [name for name in sorted({*first, *second}) if first.get(name) != second.get(name)]
    kinds = {scenario[name].kind for name in changed for scenario in (first, second) if name in scenario}
    return Change(alike, tuple(sorted(kinds)))
