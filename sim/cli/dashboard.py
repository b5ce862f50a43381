"""Verb dashboard: Streamlit on this machine only, with safe settings, whatever its own settings say."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from .app import WRONG_INPUT, app, end, verb

HOSTS = ("localhost", "127.0.0.1")
SAFE = {
    "server.address": "127.0.0.1",
    "server.enableXsrfProtection": "true",
    "server.enableCORS": "true",
    "server.enableAgentApi": "false",
    "server.maxUploadSize": "1",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
}
Port = Annotated[int, typer.Option(min=1024, max=65535, help="the port on this machine")]
Browser = Annotated[bool, typer.Option("--browser/--no-browser", help="open the browser")]


@app.command()
@verb
def dashboard(port: Port = 8501, browser: Browser = True) -> None:
    """See, run and compare scenarios in a browser; only this machine can reach it."""
    if find_spec("streamlit") is None:
        end(
            "error: the dashboard needs Streamlit: pip install 'deescalation-simulator[dashboard]'",
            WRONG_INPUT,
        )
    done = subprocess.run(command(port, browser), env=_quiet(), check=False)
    raise typer.Exit(done.returncode)


def command(port: int, browser: bool) -> list[str]:
    """The command line that starts the server."""
    script = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
    flags = SAFE | {"server.port": str(port), "server.headless": "false" if browser else "true"}
    options = [f"--{name}={value}" for name, value in flags.items()]
    options += [f"--server.allowedHosts={host}" for host in HOSTS]
    return [sys.executable, "-P", "-m", "dashboard", "run", str(script), *options]


def _quiet() -> dict[str, str]:
    """This environment without Streamlit's settings, which could open the server to others."""
    return {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
