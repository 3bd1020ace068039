"""The lecture works in a folder with spaces and Hangul and in old locales, where Python does not read and write UTF-8 by itself."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
LOCALES = ("C", "POSIX", "ko_KR.euckr")
# Runs notebook 00 in the kernel of `nnlab`, locks in an answer there and prints the last output.
RUN = """
import os

import nbclient, nbformat

from nnlab.app import environment

os.environ.update(environment.jupyter_paths("ko"))
notebook = nbformat.read("nnlab-lecture/ko/00_start_here.ipynb", 4)
notebook.cells.append(nbformat.v4.new_code_cell('nnlab.predict("practice").lock("minus"); print(nnlab.progress())'))
nbclient.NotebookClient(notebook, resources={"metadata": {"path": "nnlab-lecture/ko"}}, kernel_name="python3").execute()
print(notebook.cells[-1].outputs[0].text.encode("unicode_escape").decode())
"""


@pytest.fixture(scope="module")
def locales(tmp_path_factory) -> Path:
    """A folder of locales with one that writes Hangul as EUC-KR."""
    folder = tmp_path_factory.mktemp("locales")
    made = subprocess.run(["localedef", "-i", "ko_KR", "-f", "EUC-KR", folder / "ko_KR.euckr"], capture_output=True, text=True)
    if not (folder / "ko_KR.euckr").is_dir():
        pytest.skip(f"the locale cannot be made: {made.stderr}")
    return folder


@pytest.fixture(params=LOCALES)
def run(request, tmp_path):
    """Run Python in the reader's folder with the installed package, in a locale; returns what it printed."""
    names = [os.fsdecode(name.encode("euc_kr" if request.param.endswith("euckr") else "utf-8")) for name in ("홍 길동", "강의 노트")]
    home = tmp_path.joinpath(*names)
    site = home / "site"
    shutil.copytree(ROOT / "nnlab", site / "nnlab", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "notebooks", site / "nnlab" / "notebooks")
    own = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "NNLAB", "JUPYTER", "PYTHON"))}
    own |= {"LC_ALL": request.param, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(site), "HOME": str(home)}
    if request.param.startswith("ko"):
        own["LOCPATH"] = str(request.getfixturevalue("locales"))

    def run(*arguments: str) -> bytes:
        done = subprocess.run([sys.executable, *arguments], cwd=home, env=own, capture_output=True)
        assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")
        assert b"Traceback" not in done.stderr
        return done.stdout

    run.home, run.encoding = home, "cp949" if request.param.startswith("ko") else "ascii"
    return run


def test_the_lecture_works_in_any_locale(run):
    encoding = run("-c", "import locale; print(locale.getpreferredencoding(False))").decode().strip()
    assert encoding in ("ANSI_X3.4-1968", "US-ASCII", "EUC-KR")
    report = run("-m", "nnlab", "check", "--lang", "ko").decode(run.encoding)
    assert ("강의를 열려면" if run.encoding == "cp949" else "To open the lecture") in report
    run("-c", "from nnlab.app import cli; cli.lecture_folder()")
    table = run("-c", RUN).decode("ascii").encode().decode("unicode_escape")
    assert "\n00 여기서 시작 | 1/3 | 0/1 | 0/1\n" in table
    line = (run.home / "nnlab-lecture" / "progress.jsonl").read_text("utf-8")
    assert json.loads(line) == {"prediction": "practice", "choice": "minus", "text": "−1"}
    assert "| 1/3 | 0/1 | 0/1" in run("-m", "nnlab", "progress").decode(run.encoding)
