"""Renews the marked parts of README.md from the program itself: `make readme`.

A part stands between `<!-- name -->` and `<!-- end -->`; what is between is replaced.
"""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from sim.scenario.load import load
from sim.scenario.parameter import ASSUMPTION
from sim.scenario.scenario import Scenario
from sim.tell.sources import stated

ROOT = Path(__file__).resolve().parents[1]
BASELINE = "idlib-2018-01"
MARKS = ("verified in source", "from memory, unverified", "judgement")
NUMBERS, DEMO = "numbers by source", "output of make demo"


def region(text: str, name: str) -> str:
    """What stands in the part of this name. Raises ValueError when there is none."""
    match = re.search(rf"<!-- {re.escape(name)} -->\n(.*?)<!-- end -->", text, re.DOTALL)
    if match is None:
        raise ValueError(f"no part named {name!r}")
    return match.group(1)


def renewed(text: str, name: str, inside: str) -> str:
    """The text with the part of this name replaced. Raises ValueError when there is none."""
    before = f"<!-- {name} -->\n"
    return text.replace(f"{before}{region(text, name)}<!-- end -->", f"{before}{inside}<!-- end -->", 1)


def _mark(scenario: Scenario, source: str) -> str:
    return "judgement" if source == ASSUMPTION else scenario.sources[source].read


def numbers_by_source(scenario: Scenario) -> str:
    """A table that counts the scenario's parameters and statements by how their source was read."""
    rows = {
        "parameters": Counter(_mark(scenario, p.source) for p in scenario.parameters.values()),
        "statements (places, events, obligations, claims)": Counter(
            _mark(scenario, s) for s in stated(scenario)
        ),
    }
    lines = [f"| in `{scenario.id}` | verified in source | from memory | judgement |", "|---|--:|--:|--:|"]
    lines += [
        f"| {name} | {' | '.join(str(count[mark]) for mark in MARKS)} |" for name, count in rows.items()
    ]
    return "\n".join(lines) + "\n"


def demo_output() -> str:
    """What `make demo` prints, as a fenced block."""
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").split("\ndemo:", 1)[1].splitlines()[1]
    words = recipe.split("deescalate ", 1)[1].split()
    command = [str(Path(sys.executable).parent / "deescalate"), *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return f"```text\n{done.stdout.strip()}\n```\n"


def main() -> None:
    """Renew both parts."""
    readme = ROOT / "README.md"
    text = renewed(readme.read_text(encoding="utf-8"), NUMBERS, numbers_by_source(load(BASELINE)))
    readme.write_text(renewed(text, DEMO, demo_output()), encoding="utf-8")


if __name__ == "__main__":
    main()
