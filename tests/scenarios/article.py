"""The table of the article: every row of the report, and where in the baseline it stands.

`python -m tests.scenarios.article` writes docs/reference/article.md.
"""

import csv
from pathlib import Path
from typing import Any

from sim.scenario.load import load
from sim.scenario.scenario import Scenario

ROOT = Path(__file__).resolve().parents[2]
ROWS = ROOT / "scenarios" / "shared" / "article.csv"
PAGE = ROOT / "docs" / "reference" / "article.md"
SECTIONS = ("history", "background", "claims", "calendar", "talks")
HEAD = """# The article, row by row

The baseline is seeded from one newspaper report (The National, 10 January 2018). Each of its statements is
a row here, in our words, with who said it, how far it stands, and where it is in
`scenarios/idlib-2018-01.yaml`. *history* is a reported event, *background* what was routine, *claims* what is
said and disputed (it moves nothing by itself), *calendar* and *talks* what was known to come, *state* what
holds on the first morning. Contradictions are kept. Written by `python -m tests.scenarios.article`.

| row | what | said by | status | elsewhere | in the scenario |
|---|---|---|---|---|---|
"""


def rows() -> list[dict[str, str]]:
    """The 27 rows: row, what, said_by, status, elsewhere, and the path of a state row."""
    with ROWS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def places_of(scenario: Scenario) -> dict[str, list[str]]:
    """Where each row stands: `section: path` by row, from the `article` fields and the state column."""
    found: dict[str, list[str]] = {row["row"]: [] for row in rows()}
    for section in SECTIONS:
        for name, noun in getattr(scenario, section).items():
            for row in noun.article:
                found[row].append(f"{section}: `{section}.{name}`")
    for row in rows():
        if row["state"]:
            found[row["row"]].append(f"state: `{row['state']}`")
    return found


def at(scenario: Scenario, path: str) -> Any:
    """The noun or value at a dotted path; raises LookupError or AttributeError where there is none."""
    value: Any = scenario
    for key in path.split("."):
        value = value[key] if isinstance(value, dict) else getattr(value, key)
    return value


def page() -> str:
    """The Markdown page."""
    found = places_of(load("idlib-2018-01"))
    columns = ("row", "what", "said_by", "status", "elsewhere")
    lines = [
        "| " + " | ".join([*(row[c] for c in columns), "; ".join(found[row["row"]])]) + " |" for row in rows()
    ]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
