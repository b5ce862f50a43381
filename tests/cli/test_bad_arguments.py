"""Arguments that cannot be: a message that says why, exit code 2, nothing printed or written."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app

BASE = "idlib-2018-01"
LEVER = "russia-withholds-air"
RATE = "actors.russia.rules.air_strike.rate"

BAD = [
    ("lst", "Did you mean 'list'"),
    ("simulate x", "No such command 'simulate'"),
    ("--wrlds 3", "No such option"),
    (f"run {BASE} --wrlds 3", "--worlds"),
    ("run", "SCENARIO"),
    ("run idlib-2018-1", 'did you mean "idlib-2018-01"'),
    ("run nothing-like-it", "no scenario"),
    ("run ./missing.yaml", "missing.yaml"),
    ("run ../../etc/passwd", "passwd"),
    ("run .", "."),
    (f"run {BASE} --worlds 0", "at least 1"),
    (f"run {BASE} --worlds -3", "at least 1"),
    (f"run {BASE} --worlds 10000000", "held in memory"),
    (f"run {BASE} --worlds 1e3", "'--worlds': a whole number is expected"),
    (f"run {BASE} --worlds many", "'--worlds': a whole number is expected"),
    ("discover nowhere --share half", "'--share': a number is expected"),
    ("discover nowhere --boxes 0", "'--boxes': at least 1 is expected"),
    ("dashboard --port 99999", "'--port': at most 65535 is expected"),
    (f"run {BASE} --seed -1", "seed: -1"),
    (f"run {BASE} --seed 9223372036854775808", "seed: 9223372036854775808"),
    (f"run {BASE} --seed x", "'--seed'"),
    (f"run {BASE} --days 0", "0 is not a whole number of days"),
    (f"run {BASE} --days -7", "-7 is not a whole number of days"),
    (f"run {BASE} --days 100000", "from 1 to 1000"),
    (f"run {BASE} --workers 0", "workers: 0"),
    (f"run {BASE} --workers 9999", "workers: 9999"),
    (f"run {BASE} --set {RATE}", "is not PATH=VALUE"),
    (f"run {BASE} --set {RATE}=", "is not a number"),
    (f"run {BASE} --set {RATE}=lots", "is not a number"),
    (f"run {BASE} --set {RATE}=nan", "finite"),
    (f"run {BASE} --set {RATE}=inf", "finite"),
    (f"run {BASE} --set {RATE}=-1", "outside its range"),
    (f"run {BASE} --set {RATE}=1000000", "outside its range"),
    (f"run {BASE} --set {RATE}x=1", f'did you mean "{RATE}"'),
    (f"run {BASE} --set title=3", "no parameter has this path"),
    (f"run {BASE} --set __class__=3", "no parameter has this path"),
    (f"run {BASE} --out file", "is not a folder"),
    (f"run {BASE} --out file/below", "cannot be written"),
    (f"run {BASE} --out thesis", "holds no results of this program"),
    (f"compare {BASE}", "OTHER"),
    (f"compare {BASE} {BASE}", "named twice"),
    (f"compare {BASE} russia-withholds-ar", f'did you mean "{LEVER}"'),
    (f"compare {BASE} {LEVER} --worlds 0", "at least 1"),
    (f"compare {BASE} {LEVER} --draws -1", "draws: -1"),
    (f"compare {BASE} {LEVER} --draws 1000000", "draws: 1000000"),
    (f"compare {BASE} {LEVER} --days 0", "0 is not a whole number of days"),
    (f"compare {BASE} {LEVER} --out thesis", "holds no results"),
    (f"compare {BASE} {LEVER} --out thesis --replace", "holds no results"),
    ("show idlib", "no scenario"),
    ("show", "SCENARIO"),
    ("check", "PATH"),
    ("check missing.yaml", "missing.yaml"),
    ("check broken.yaml", "broken.yaml:2:"),
    (f"check {BASE} --format xml", "'xml' is not one of 'text', 'json', 'github'"),
    (f"diff {BASE}", "SCENARIO"),
    (f"diff {BASE} nowhere", "no scenario"),
    ("new mine", "--from"),
    ("new mine --from nowhere", "no scenario"),
    (f"new Mine --from {BASE}", "a name starts with a letter"),
    (f"new ../mine --from {BASE}", "a name starts with a letter"),
    (f"new {BASE} --from {BASE}", "shipped scenario"),
    (f"new taken --from {BASE}", "already there"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file, somebody's thesis, a taken name and a broken scenario."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("mine")
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("one")
    (tmp_path / "taken.yaml").write_text("title: taken\n")
    (tmp_path / "broken.yaml").write_text("title: broken\ntitel: twice\n")
    return tmp_path


@pytest.mark.parametrize(("line", "message"), BAD, ids=[line for line, _ in BAD])
def test_a_wrong_argument_is_explained(line: str, message: str, folder: Path) -> None:
    before = sorted(path.name for path in folder.rglob("*"))
    done = CliRunner().invoke(app, line.split())
    assert done.exit_code == 2, done.stderr
    assert message in done.stderr
    assert not [word for word in ("Traceback", "Input should", "Value error") if word in done.stderr]
    assert done.stdout == ""
    assert sorted(path.name for path in folder.rglob("*")) == before


@pytest.mark.parametrize(
    "words",
    [
        ["\x1b[31mred"],
        ["list", "\u202eesrever"],
        ["list", "--\x1b[31m"],
        ["show", "\x1b[31mred"],
        ["why", "a\tb\x07"],
        ["robust", "\x1b]0;title\x07"],
        ["export", "thesis", "--format", "\u200b"],
    ],
)
def test_what_is_typed_is_told_without_what_a_terminal_obeys(words: list[str]) -> None:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert all(character.isprintable() or character == "\n" for character in done.stderr), done.stderr
    assert "rror: " in done.stderr or "no scenario" in done.stderr
