"""The author's guide: its blocks, and its tables of signals and effects.

`python -m tests.scenarios.guide` writes the two tables into scenarios/README.md.
"""

import re
from pathlib import Path

from sim.scenario.action import EFFECTS
from sim.scenario.signal import SIGNALS

PAGE = Path(__file__).resolve().parents[2] / "scenarios" / "README.md"


def blocks() -> list[str]:
    """Every YAML block of the guide."""
    return re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)


def signals() -> str:
    """The table of signals."""
    rows = [
        f"| `{name}` | {signal.scope.replace('_', ' and ')} | {signal.meaning} |"
        for name, signal in SIGNALS.items()
    ]
    return "\n".join(["| signal | depends on | 1 means |", "|---|---|---|", *rows])


def effects() -> str:
    """The table of effects."""
    return "\n".join(["| effect | meaning |", "|---|---|", *(f"| `{k}` | {v} |" for k, v in EFFECTS.items())])


def current(page: str) -> str:
    """The page with its tables as they are now."""
    for name, table in (("signals", signals()), ("effects", effects())):
        start, end = f"<!-- {name} -->\n", "<!-- end -->"
        before, _, rest = page.partition(start)
        page = before + start + table + "\n" + end + rest.partition(end)[2]
    return page


if __name__ == "__main__":
    PAGE.write_text(current(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
