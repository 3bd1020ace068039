"""`make hub` for tests: starts it, logs in, ends it, and says what was left running."""

import contextlib
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

REPOSITORY = Path(__file__).parents[2]
PASSWORD = "trial-password"


def start_hub(home: Path, port: int) -> subprocess.Popen:
    """Run `make hub`, and wait until students can log in."""
    variables = {name: value for name, value in os.environ.items() if name != "MAKEFLAGS"}
    variables |= {"NNLAB_HUB_HOME": str(home), "NNLAB_HUB_PASSWORD": PASSWORD}
    with (home / "log").open("w") as log:
        hub = subprocess.Popen(
            ["make", "hub", f"PORT={port}"],
            cwd=REPOSITORY,
            env=variables,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    deadline = time.monotonic() + 300  # seconds; the first time, its packages are installed
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/hub/login", timeout=1).close()
            return hub
        except (OSError, urllib.error.URLError):
            assert hub.poll() is None, (home / "log").read_text()
            time.sleep(0.5)
    end_hub(hub)
    raise AssertionError(f"the hub does not answer:\n{(home / 'log').read_text()}")


def log_in(page, address: str, name: str, password: str) -> None:
    page.goto(address)
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    page.click("#login_submit")


def expose_application(home: Path, *names: str) -> None:
    """Let a test use the application of JupyterLab in these users' pages."""
    for name in names:
        settings = home / "homes" / name / ".jupyter" / "jupyter_lab_config.json"
        settings.parent.mkdir(parents=True)
        settings.write_text('{"LabApp": {"expose_app_in_browser": true}}')


def running(hub: subprocess.Popen) -> list[tuple[psutil.Process, list[str], dict[str, str]]]:
    """The hub's processes, with their command lines and variables; not those that end at this moment."""
    found = []
    for process in psutil.Process(hub.pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):  # also a zombie
            found.append((process, process.cmdline(), process.environ()))
    return found


def end_hub(hub: subprocess.Popen) -> list[list[str]]:
    """End it as Ctrl-C does; returns the command lines of what is still running then, which is ended, too."""
    processes = psutil.Process(hub.pid).children(recursive=True)
    os.killpg(hub.pid, signal.SIGINT)
    hub.wait(60)
    _, alive = psutil.wait_procs(processes, timeout=15)
    found = []
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):  # it has ended after all
            found.append(process.cmdline())
            process.kill()
    return found
