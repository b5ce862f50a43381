"""A view as Streamlit's own tests run it, and what stands on it."""

from pathlib import Path

from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from dashboard import requests
from sim.cli.app import app

VIEWS = Path(requests.__file__).parent / "views"
TEXTS = ("markdown", "title", "header", "subheader", "caption", "info", "error", "success", "warning")


def page_of(view: str, **query: str) -> AppTest:
    """A view that has not run yet, at an address with this query."""
    page = AppTest.from_file(str(VIEWS / f"{view}.py"), default_timeout=120)
    for key, value in query.items():
        page.query_params[key] = value
    return page


def finish(request: requests.Request) -> None:
    """Make the folder of a request by the command that the view would start, but in this process."""
    done = CliRunner().invoke(app, [*request.words, "--out", str(request.folder), "--count"])
    assert done.exit_code == 0, done.output


def sound(page: AppTest) -> AppTest:
    """The page, which shows no traceback."""
    assert not page.exception, page.exception
    return page


def markdown(page: AppTest) -> str:
    """Everything on the page that is drawn as Markdown."""
    return _joined(page, TEXTS)


def shown(page: AppTest) -> str:
    """Every text on the page."""
    return _joined(page, (*TEXTS, "text", "code"))


def _joined(page: AppTest, kinds: tuple[str, ...]) -> str:
    return "\n".join(element.value for kind in kinds for element in getattr(page, kind))
