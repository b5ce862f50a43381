"""An audit told: counts, reasons, effects and cliffs, as Markdown and as JSON that any reader takes."""

import json
import math
from pathlib import Path

import pytest

from benchmarks import audits
from sim.experiment.audit.audit import Audit
from sim.experiment.audit.effect import Effect
from sim.experiment.audit.plan import QUICK
from sim.experiment.audit.verdict import Change, Verdict
from sim.experiment.audit.walk import Walk
from sim.tell.causes.audit import document, markdown, print_audit, strongest
from tests.build import toy

ACTING = Verdict("rule", "actors.a.rules.strike", 8, 8, 1.0, 2.0)
INERT = Verdict("signal use", "actors.a.rules.b.multiplied_by.lull", 40, 0, math.nan, math.nan, "lull is 0")
DECLARED = Verdict("parameter", "actors.a.strength", 40, 0, math.nan, math.nan, "never hit", "no fight")
STALE = Verdict("talks", "talks.congress", 8, 3, 4.0, 5.0, declared="nothing comes of it")


def told(*verdicts: Verdict) -> Audit:
    strike, path = ("rule", ACTING.path), ACTING.path
    effects = (
        Effect(*strike, "off", "deaths", "deaths", 8, 100.0, -30.0, -40.0, -20.0),
        Effect(*strike, "low", "deaths", "deaths", 8, 100.0, -3.0, -4.0, -2.0),
        Effect("talks", "talks.congress", "off", "deaths", "deaths", 8, 100.0, 50.0, -1.0, 90.0),
    )
    changes = (Change(*strike, "off", 0.0, 8, 8, 1.0),)
    cliff = Walk(f"{path}.rate", "deaths", "cliff", 0.2, 0.3, 40.0, 0.75)
    return Audit(toy(), 1, QUICK, verdicts, changes, effects, (cliff,), 100, 1.0)


def test_what_is_inert_is_told_with_its_reason() -> None:
    page = markdown(told(ACTING, INERT, DECLARED, STALE))
    assert "2 of 4 things act" in page
    assert "1 undeclared inert, 1 declared inert but acting" in page
    for text in ("lull is 0", "never hit", "no fight", "nothing comes of it", "0 of 40", "not a prediction"):
        assert text in page
    assert "Inert:" not in markdown(told(ACTING))


def test_only_the_larger_clear_effect_of_a_thing_is_told() -> None:
    assert [effect.difference for effect in strongest(told(ACTING), "deaths")] == [-30.0]
    assert strongest(told(ACTING), "breaches") == []


def test_a_cliff_is_told() -> None:
    assert "cliff | 0.2 and 0.3 | +40.0 | 75 %" in markdown(told(ACTING))


def test_the_document_is_plain_json() -> None:
    found = json.loads(json.dumps(document(told(ACTING, INERT)), allow_nan=False))
    assert found["ok"] is False
    assert found["undeclared"] == [INERT.path]
    assert [verdict["first_day"] for verdict in found["verdicts"]] == [1.0, None]
    assert document(told(ACTING), effects=False).keys() == found.keys() - {"changes", "effects"}


def test_it_prints(capsys: pytest.CaptureFixture[str]) -> None:
    print_audit(told(ACTING, INERT, STALE))
    printed = capsys.readouterr().out
    assert "lull is 0" in printed
    assert "Declared inert, but acting" in printed


def test_tables_are_tidy() -> None:
    audit = told(ACTING, INERT)
    assert audit.table["status"].tolist() == ["acts", "inert"]
    assert len(audit.effects_table) == 3
    assert len(audit.changes_table) == 1


def test_a_kept_page_is_stale_when_code_or_a_scenario_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, record = tmp_path / "audit.md", tmp_path / "audit.json"
    monkeypatch.setattr(audits, "PAGE", page)
    monkeypatch.setattr(audits, "RECORD", record)
    monkeypatch.setattr(audits, "prints", lambda: {"idlib-2018-01": "1" * 64})
    assert audits.stale() == ["there is no audit yet"]
    page.write_text("page")
    kept = {"edition": audits.edition(), "fingerprints": audits.prints()}
    record.write_text(json.dumps(kept))
    assert audits.stale() == []
    record.write_text(json.dumps(kept | {"edition": "older"}))
    assert audits.stale() == ["the code of the model"]
    other = kept["fingerprints"] | {"idlib-2018-01": "0" * 64}
    record.write_text(json.dumps(kept | {"fingerprints": other}))
    assert audits.stale() == ["idlib-2018-01"]
