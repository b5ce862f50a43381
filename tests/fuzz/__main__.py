"""`python -m tests.fuzz`: cases in a process of their own, started anew when it dies; finds are kept.

A case is named by seed and number: `--seed 1 --case 123` does it again, and shows the whole traceback.
"""

import argparse
import faulthandler
import json
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = 4 << 30
SHIFT = 1500  # cases of one process


def main() -> None:
    """Watch over processes that do cases until the time is up, then say how many there were."""
    asked = _asked()
    if asked.case is not None:
        _one(asked.seed, asked.case)
    elif asked.shift is not None:
        _shift(asked.seed, asked.shift, asked.until, Path(asked.folder))
    else:
        _watch(asked.seed, asked.minutes, Path(asked.folder))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description="Fuzz loader, verbs and folders."
    )
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", type=int, help="do this case alone")
    parser.add_argument("--folder", default="results/fuzz", help="where counts and finds are kept")
    parser.add_argument("--shift", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--until", type=float, default=0.0, help=argparse.SUPPRESS)
    return parser.parse_args()


def _watch(seed: int, minutes: float, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    until, number = time.time() + 60 * minutes, 0
    command = [sys.executable, "-m", "tests.fuzz", "--seed", str(seed), "--folder", str(folder)]
    while time.time() < until:
        done = subprocess.run([*command, "--shift", str(number), "--until", str(until)], check=False)
        number = int((folder / "at").read_text()) + 1
        if done.returncode:
            _keep(folder, number - 1, f"the process ended with {done.returncode}")
    counts: Counter[str] = Counter()
    for line in (folder / "counts.jsonl").read_text().splitlines():
        counts.update(json.loads(line))
    for outcome, count in sorted(counts.items()):
        _say(f"{count:8,}  {outcome}")
    _say(f"{number:,} cases of seed {seed}; finds, if any: {folder / 'finds.txt'}")


def _shift(seed: int, first: int, until: float, folder: Path) -> None:
    """Some cases in one process; each is written down before it begins."""
    from .cases import case

    counts: Counter[str] = Counter()
    with _yard() as yard:
        for number in range(first, first + SHIFT):
            (folder / "at").write_text(str(number))
            try:
                counts[" ".join(case(seed, number, yard))] += 1
            except BaseException as error:
                counts["find"] += 1
                _keep(folder, number, f"{type(error).__name__}: {error}\n{traceback.format_exc()[-3000:]}")
            if time.time() > until:
                break
    with (folder / "counts.jsonl").open("a") as stream:
        stream.write(json.dumps(counts) + "\n")


def _one(seed: int, number: int) -> None:
    from .cases import case

    with _yard() as yard:
        _say(" ".join(case(seed, number, yard)))


@contextmanager
def _yard() -> Iterator[Path]:
    """A yard in a folder of its own, in a process of bounded memory."""
    from .yard import built, laid_out

    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as root:
        whole = built(Path(root).resolve() / "whole")
        (Path(root).resolve() / "a").mkdir()
        yield laid_out(whole, Path(root).resolve() / "a" / "yard")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _keep(folder: Path, number: int, told: str) -> None:
    with (folder / "finds.txt").open("a", errors="replace") as stream:
        stream.write(f"=== case {number}\n{told}\n\n")


if __name__ == "__main__":
    main()
