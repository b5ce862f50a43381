"""Audits of all shipped scenarios, as docs/reference/audit.md and audit.json beside it.

The baseline is audited whole, every other scenario where it differs from what it extends. The table
carries the fingerprint of each scenario and the edition of the code; `stale()` says whether either
has changed since.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from sim.experiment.audit.audit import Audit, audit
from sim.experiment.audit.plan import QUICK, THOROUGH
from sim.experiment.audit.subject import changed_paths
from sim.experiment.edition import edition
from sim.scenario.load import load, shelf
from sim.scenario.write import fingerprint
from sim.tell.causes.audit import document, markdown

ROOT = Path(__file__).resolve().parents[1]
PAGE, RECORD = (ROOT / "docs" / "reference" / name for name in ("audit.md", "audit.json"))
BASELINE = "idlib-2018-01"
_HEADING = """# What acts and what does not

Every number, rule, use of a signal, obligation, event and lever of the baseline is changed, one at a time,
and the same worlds are played again; of every other shipped scenario, what it changes. `make audit-all`
writes this page, and a test refuses it when a scenario or the model has changed since. What inert, clear,
cliff and turn mean, and what an audit does not prove, is told in
[what an audit proves](../explanation/audit.md). All effects are effects in the model: not a prediction.
"""


def audits() -> list[Audit]:
    """The audit of every shipped scenario in which something can be audited, the baseline first."""
    base = load(BASELINE)
    found = [audit(base, plan=THOROUGH)]
    for name in sorted(set(shelf()) - {BASELINE}):
        other = load(name)
        if paths := changed_paths(base, other):
            found.append(audit(other, plan=QUICK._replace(worlds=64), of=paths))
    return found


def prints() -> dict[str, str]:
    """The fingerprint of every shipped scenario."""
    return {name: fingerprint(load(name)) for name in sorted(shelf())}


def stale() -> list[str]:
    """What has changed since the page was written: the code, or scenarios by id; empty when it is current."""
    if not RECORD.exists() or not PAGE.exists():
        return ["there is no audit yet"]
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    found = [] if record["edition"] == edition() else ["the code of the model"]
    now, then = prints(), record["fingerprints"]
    return found + sorted(name for name in now.keys() | then.keys() if now.get(name) != then.get(name))


def page(found: list[Audit]) -> str:
    """The page in Markdown."""
    parts = [_HEADING]
    for each in found:
        mark = f"`{each.scenario.id}` · fingerprint `{fingerprint(each.scenario)[:8]}`"
        parts += [f"## {each.scenario.title}", mark, markdown(each)]
    left = sorted(set(shelf()) - {each.scenario.id for each in found})
    if left:
        parts.append(f"Nothing of their own to audit, since they only leave things out: {', '.join(left)}.")
    return "\n\n".join(part.strip() for part in parts) + "\n"


def record_of(found: list[Audit]) -> dict[str, Any]:
    """What `stale` reads, and the verdicts for machines."""
    documents = [document(each, effects=False) for each in found]
    return {"edition": edition(), "fingerprints": prints(), "audits": documents}


def main() -> int:
    """Write the page and its record; with `--check` only say whether they are current."""
    if "--check" in sys.argv[1:]:
        changed = stale()
        sys.stdout.write("".join(f"{PAGE.name} is stale: {what} changed\n" for what in changed))
        return int(bool(changed))
    began, found = time.perf_counter(), audits()
    PAGE.write_text(page(found), encoding="utf-8")
    RECORD.write_text(json.dumps(record_of(found), indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} written in {time.perf_counter() - began:.0f} s\n")
    return int(not all(each.ok for each in found))


if __name__ == "__main__":
    sys.exit(main())
