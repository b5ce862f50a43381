"""The reader: what YAML means here, and what it survives."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from sim.scenario.decode import read_file
from sim.scenario.errors import ScenarioError
from sim.scenario.load import load_text
from sim.scenario.read import read
from tests.scenario.extending import BASE
from tests.scenario.hostile import texts

HOSTILE = dict(texts())


def value(text: str) -> object:
    """The value of `a: text`."""
    return read(f"a: {text}\n", "x.yaml")[0].plain()["a"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1", 1),
        ("-1.5", -1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("0x1F", 31),
        ("0o17", 15),
        ("010", 10),
        ("true", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("on", "on"),
        ("no", "no"),
        ("12:30:00", "12:30:00"),
        ("1_000", "1_000"),
        ("2018-01-11", "2018-01-11"),
        ('"1"', "1"),
        ("'null'", "null"),
        ("[1, {b: x}]", [1, {"b": "x"}]),
        ("idlib إدلب", "idlib إدلب"),
    ],
)
def test_scalars_follow_the_core_of_yaml_1_2(text: str, meant: object) -> None:
    found = value(text)
    assert found == meant
    assert type(found) is type(meant)


def test_null_and_nothing_are_told_apart() -> None:
    tree, _ = read("a: null\nb: ~\nc:\n", "x.yaml")
    assert [tree.value[key].kind for key in "abc"] == ["null", "null", "nothing"]


def test_positions_count_characters() -> None:
    tree, _ = read('"é\U0001f54a": {b: 2}\n', "x.yaml")
    mark = tree.value["é\U0001f54a"].value["b"].mark
    assert (mark.line, mark.column) == (0, 10)


def test_a_byte_order_mark_at_the_start_is_ignored() -> None:
    assert read(b"\xef\xbb\xbfa: 1", "x.yaml")[0].plain() == {"a": 1}


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r"])
def test_lines_end_in_every_usual_way(break_: str) -> None:
    _, faults = read(break_.join(["a: 1", "b: 2", "b: 3"]), "x.yaml")
    assert [str(fault).splitlines()[0] for fault in faults] == [
        'x.yaml:3:1: "b" is written twice; first on line 2'
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_refused(name: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text(HOSTILE[name])
    assert all(character.isprintable() or character == "\n" for character in str(caught.value))
    assert len(str(caught.value)) < 30_000


def test_hostile_texts_cost_neither_time_nor_memory(tmp_path: Path) -> None:
    script = tmp_path / "all.py"
    script.write_text(
        "import re, time\n"
        "from pathlib import Path\n"
        "from tests.scenario.hostile import texts\n"
        "from sim.scenario.load import ScenarioError, load_text\n"
        "for name, text in texts():\n"
        "    begun = time.process_time()\n"
        "    try:\n"
        "        load_text(text)\n"
        "    except ScenarioError:\n"
        "        pass\n"
        "    assert time.process_time() - begun < 2, name\n"
        # Not getrusage: its peak is inherited from the process that tests.
        "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])\n"
    )
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, str(script)],
        env=os.environ | {"PYTHONPATH": root},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (60, 60)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 200 * 1024


def test_only_ordinary_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    for name, why in (
        ("pipe.yaml", "not an ordinary file"),
        (".", "a folder"),
        ("none.yaml", "no such file"),
    ):
        with pytest.raises(ScenarioError, match=why):
            read_file(tmp_path / name, name)


def test_reading_keeps_light() -> None:
    script = "import sys, sim.scenario.load; print(*{'numpy', 'pandas', 'mesa'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_file_of_3000_lines_loads_quickly() -> None:
    import time

    source = "  s{}: {{publisher: a, title: b, read: judgement, url: c, date: d}}"
    lines = "\n".join(source.format(i) for i in range(2_700))
    text = BASE.replace("\nsources:\n", f"\nsources:\n{lines}\n")
    begun = time.process_time()
    load_text(text)
    assert time.process_time() - begun < 1
