"""What the tests of the command share: a neutral environment, and a way to run it."""

import pytest

from nnlab.app import cli


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH"):  # the command sets them; they are restored after the test
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def run_command(capsys):
    """A function that runs the command with its arguments and returns its exit code and output."""

    def run(*arguments) -> tuple[int, str]:
        try:
            code = cli.main(list(arguments))
        except SystemExit as stopped:
            code = stopped.code
        return code, "".join(capsys.readouterr())

    return run
