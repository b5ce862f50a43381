"""An installed wheel runs the shipped scenarios outside the checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .tree import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the wheel of this checkout was unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def _python(installed: Path, text: str) -> str:
    """What this Python text prints when only the wheel's `sim` can be found."""
    text = f"import sys; sys.path.insert(0, {str(installed)!r}); {text}"
    done = subprocess.run(
        [sys.executable, "-I", "-c", text], cwd=installed.parent, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_wheel_carries_library_dashboard_and_scenarios_only(installed: Path) -> None:
    tops = {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")}
    assert tops == {"dashboard", "sim"}
    shipped = {p.relative_to(ROOT / "scenarios") for p in (ROOT / "scenarios").rglob("*.yaml")}
    carried = {p.relative_to(installed / "sim" / "_scenarios") for p in installed.rglob("*.yaml")}
    assert carried == shipped


def test_the_wheel_runs_a_shipped_scenario(installed: Path) -> None:
    assert _python(installed, "import sim; print(sim.__file__)").startswith(str(installed))
    assert "idlib-2018-01" in _python(installed, "import sim; print(sorted(sim.shelf()))")
    run = "import sim; print(sim.run('no-drone-raid', worlds=2, days=3, workers=1).result_hash)"
    assert len(_python(installed, run)) == 64


def test_the_wheel_carries_what_reports_are_made_of(installed: Path) -> None:
    templates = ROOT / "sim" / "tell" / "page" / "templates"
    carried = {path.name for path in (installed / templates.relative_to(ROOT)).iterdir()}
    assert carried == {path.name for path in templates.iterdir()} > {"page.css"}


def test_the_wheel_carries_the_kept_figures(installed: Path) -> None:
    assert int(_python(installed, "import sim; print(len(sim.article_effects().frame))")) > 50
    audited = "import sim; print(len(sim.audited(sim.load('idlib-2018-01')).standing))"
    assert int(_python(installed, audited)) > 20
    assert {path.name for path in (installed / "sim" / "_records").iterdir()} == {"audit.json", "causes.json"}
