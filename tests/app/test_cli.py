"""The command: what it copies and never overwrites, what it serves and to whom, and what it says where something is missing."""

import json
import logging
import os
import re
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
import warnings
import webbrowser
from contextlib import nullcontext
from importlib import metadata
from pathlib import Path

import pytest

from nnlab import data
from nnlab.app import cli, environment, lecture_files
from nnlab.app.lecture_files import Copied, copy_lecture
from nnlab.engine import drawing

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH"):  # set by the command; put back after the test
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def said(capsys, *arguments) -> tuple[int, str]:
    """The command's exit code and its words."""
    try:
        code = cli.main(list(arguments))
    except SystemExit as stopped:
        code = stopped.code
    return code, "".join(capsys.readouterr())


# ---- copying the lecture


@pytest.fixture
def lecture(tmp_path):
    """A lecture of two notebooks, and the folder that is to receive it."""
    for name, text in {"ko/a.ipynb": "가 1", "en/a.ipynb": "a 1"}.items():
        path = tmp_path / "package" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    return tmp_path / "package", tmp_path / "copy"


def test_the_first_time_everything_is_copied_and_then_nothing(lecture):
    source, target = lecture
    assert copy_lecture(source, target) == Copied(["en/a.ipynb", "ko/a.ipynb"], [])
    assert (target / "ko/a.ipynb").read_text("utf-8") == "가 1"
    assert copy_lecture(source, target) == Copied([], [])


def test_a_new_version_replaces_untouched_files_and_leaves_changed_ones(lecture):
    source, target = lecture
    copy_lecture(source, target)
    (target / "en/a.ipynb").write_text("my own work")
    assert copy_lecture(source, target) == Copied([], [])  # no news, nothing to say
    for language in ("ko", "en"):
        (source / language / "a.ipynb").write_text("2")
    for _ in range(2):  # it is said every time: the reader may have missed it
        copied = copy_lecture(source, target)
        assert copied.kept == ["en/a.ipynb"]
        assert (target / "en/a.ipynb").read_text() == "my own work"
        assert (target / "ko/a.ipynb").read_text() == "2"


def test_renaming_the_changed_file_brings_the_new_version(lecture):
    source, target = lecture
    copy_lecture(source, target)
    (target / "en/a.ipynb").write_text("my own work")
    (source / "en/a.ipynb").write_text("2")
    (target / "en/a.ipynb").rename(target / "en/mine.ipynb")
    assert copy_lecture(source, target) == Copied(["en/a.ipynb"], [])
    assert (target / "en/mine.ipynb").read_text() == "my own work"


@pytest.mark.parametrize("manifest", [None, "", "{half"])
def test_a_file_of_unknown_origin_is_the_readers(lecture, manifest):
    source, target = lecture
    copy_lecture(source, target)
    (target / "en/a.ipynb").write_text("my own work")
    (target / lecture_files.MANIFEST).unlink()
    if manifest is not None:
        (target / lecture_files.MANIFEST).write_text(manifest)
    assert copy_lecture(source, target) == Copied([], ["en/a.ipynb"])
    assert (target / "en/a.ipynb").read_text() == "my own work"


def test_a_notebook_that_was_only_opened_and_saved_is_not_changed_but_one_with_a_new_output_is(lecture):
    source, target = lecture

    def write(folder, language, title, *, outputs=(), **info):
        cells = [{"cell_type": "markdown", "source": title}, {"cell_type": "code", "source": "1", "outputs": list(outputs)}]
        notebook = {"cells": cells, "metadata": {"language_info": {"name": "python", **info}}}
        (folder / language / "a.ipynb").write_text(json.dumps(notebook, indent=2 if info else 1), "utf-8")

    for language in ("ko", "en"):
        write(source, language, "1")
    copy_lecture(source, target)
    write(target, "en", "1", version="3.11.7")  # what JupyterLab adds when it saves
    write(target, "ko", "1", outputs=["my run"])
    for language in ("ko", "en"):
        write(source, language, "2")
    assert copy_lecture(source, target) == Copied(["en/a.ipynb"], ["ko/a.ipynb"])


def test_checkpoints_of_jupyter_are_not_part_of_the_lecture(lecture):
    source, target = lecture
    (source / "ko/.ipynb_checkpoints").mkdir()
    (source / "ko/.ipynb_checkpoints/a-checkpoint.ipynb").write_text("old")
    assert copy_lecture(source, target).written == ["en/a.ipynb", "ko/a.ipynb"]


def test_from_a_checkout_its_own_notebooks_open():
    assert cli.lecture_folder() == REPOSITORY / "notebooks"


def test_installed_elsewhere_the_notebooks_are_copied_and_what_stays_is_named(lecture, monkeypatch, capsys, tmp_path):
    source, target = lecture[0], tmp_path / "nnlab-lecture"
    monkeypatch.setattr(lecture_files, "checkout", lambda: None)
    monkeypatch.setattr(lecture_files, "carried", lambda: source)
    monkeypatch.chdir(tmp_path)
    assert cli.lecture_folder() == target
    assert f"Notebooks copied into {target}: 2." in capsys.readouterr().out
    (target / "en/a.ipynb").write_text("my own work")
    (source / "en/a.ipynb").write_text("2")
    cli.lecture_folder()
    assert "they stay as they are: en/a.ipynb" in capsys.readouterr().out


# ---- one clear sentence where something is in the way


@pytest.fixture
def no_lab(monkeypatch):
    """Everything but JupyterLab itself: what it would have been started with."""
    from jupyterlab.labapp import LabApp

    started = []
    monkeypatch.setattr(LabApp, "launch_instance", lambda arguments: started.append(arguments))
    monkeypatch.setattr(webbrowser, "get", lambda: None)
    return started


def test_the_command_alone_opens_the_lecture_in_the_readers_language(no_lab, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    code, words = said(capsys)
    assert code == 0
    assert words.startswith("강의를 엽니다.")
    assert "--LabApp.default_url=/lab/workspaces/nnlab-ko/tree/ko/00_start_here.ipynb" in no_lab[0]
    assert said(capsys, "lab", "--lang", "en")[1].startswith("Opening the lecture")
    assert "--LabApp.default_url=/lab/workspaces/nnlab-en/tree/en/00_start_here.ipynb" in no_lab[1]


def test_present_opens_the_notebook_of_that_number_to_be_presented(no_lab, capsys):
    for number, name in {"5": "05_sigmoid", "05": "05_sigmoid", "10_architecture": "10_architecture"}.items():
        assert said(capsys, "present", number, "--lang", "ko")[0] == 0
        assert f"--LabApp.default_url=/lab/workspaces/nnlab-present-ko-{name[:2]}/tree/ko/{name}.ipynb" in no_lab[-1]
    code, words = said(capsys, "present", "--lang", "en")
    assert code == 0
    assert words.startswith("Presenting 00_start_here.ipynb.")
    assert "--LabApp.default_url=/lab/workspaces/nnlab-present-en-00/tree/en/00_start_here.ipynb" in no_lab[-1]


@pytest.mark.parametrize("number", ["99", "five", "5.0", "05_tanh"])
def test_present_says_which_notebooks_there_are(no_lab, capsys, number):
    code, words = said(capsys, "present", "--lang", "en", number)
    assert (code, words) == (1, f"There is no notebook {number}; the numbers are {', '.join(f'{n:02}' for n in range(14))}.\n")
    assert f"{number}번 노트북이 없습니다" in said(capsys, "present", number, "--lang", "ko")[1]
    assert no_lab == []


def test_a_port_in_use_is_named(no_lab, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, words = said(capsys, "--port", port)
        assert code == 1
        assert words == f"Port {port} cannot be used or is already in use. Choose another, or leave --port out.\n"
        assert f"포트 {port}번" in said(capsys, "lab", "--lang", "ko", "--port", port)[1]
    assert said(capsys, "--port", "70000")[0] == 1
    assert no_lab == []


def test_commands_started_together_never_meet_on_one_port(no_lab, capsys, monkeypatch):
    from jupyterlab.labapp import LabApp

    def start_another(arguments):
        no_lab.append(arguments)
        if len(no_lab) < 3:
            said(capsys)

    monkeypatch.setattr(LabApp, "launch_instance", start_another)  # before the first one listens
    said(capsys)
    ports = [int(re.search(r"ServerApp\.port=(\d+)", " ".join(arguments))[1]) for arguments in no_lab]
    assert ports == sorted(set(ports))
    with socket.create_server(("127.0.0.1", ports[0])):  # something else listens there by now
        assert said(capsys)[0] == 0
    assert f"--ServerApp.port={ports[0]}" not in no_lab[3]
    assert said(capsys)[0] == 0
    assert f"--ServerApp.port={ports[0]}" in no_lab[4]  # claims end with the command


def test_without_a_browser_the_way_out_is_named(no_lab, capsys, monkeypatch):
    def none():
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    code, words = said(capsys)
    assert (code, words.count("\n")) == (1, 1)
    assert "nnlab lab --no-browser" in words
    assert said(capsys, "--no-browser")[0] == 0
    assert "--no-browser" in no_lab[0]


def test_a_missing_package_is_named_with_the_command_that_installs_it(no_lab, capsys, monkeypatch):
    find = environment.util.find_spec
    monkeypatch.setattr(environment.util, "find_spec", lambda name: None if name == "anywidget" else find(name))
    code, words = said(capsys)
    assert (code, words.count("\n")) == (1, 1)
    assert words.endswith(f'not installed: anywidget. To install them: "{sys.executable}" -m pip install anywidget\n')
    assert no_lab == []


def test_a_folder_that_cannot_be_written_is_named(no_lab, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(lecture_files, "checkout", lambda: None)
    monkeypatch.setattr(lecture_files, "carried", lambda: REPOSITORY / "notebooks")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nnlab-lecture").write_text("a file of that name")
    code, words = said(capsys)
    assert (code, words.count("\n")) == (1, 1)
    assert f"could not be copied into {tmp_path / 'nnlab-lecture'}" in words


@pytest.mark.parametrize("arguments", [["--lang", "fr"], ["--lang"], ["sing"], ["--port", "x"], ["lab", "here"], ["present", "5", "6"]])
def test_a_command_line_that_makes_no_sense_is_one_sentence(capsys, arguments):
    code, words = said(capsys, *arguments)
    assert (code, words.count("\n")) == (2, 1)
    assert words.startswith("This command is not understood")


def test_help_speaks_the_language_asked_for(capsys):
    code, words = said(capsys, "--lang", "ko", "--help")
    assert code == 0
    assert "신경망 강의를 JupyterLab에서 엽니다" in words
    assert "usage" not in words


# ---- what is served, and to whom


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """`nnlab lab` as a reader starts it, in Korean: its address, its token, and the environment that the reader has."""
    home = tmp_path_factory.mktemp("home")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with (home / "said").open("w") as log:
        lab = subprocess.Popen(
            [sys.executable, "-m", "nnlab", "lab", "--lang", "ko", "--no-browser", "--port", str(port)],
            env=os.environ | {"HOME": str(home), "PYTHONPATH": str(REPOSITORY)}, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield *_address(lab, home / "said"), home
        finally:
            lab.terminate()
            lab.wait(20)


def _address(lab, log: Path) -> tuple[str, str]:
    for _ in range(300):
        found = re.search(r"(http://127\.0\.0\.1:\d+)/lab/\S*/tree/ko/00_start_here\.ipynb\?token=(\w+)", log.read_text("utf-8"))
        if found:
            return found.groups()
        if lab.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"JupyterLab said:\n{log.read_text('utf-8')}")


def ask(server, path: str):
    address, token, _ = server
    request = urllib.request.Request(f"{address}/{path}", headers={"Authorization": f"token {token}"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read().decode()


def test_the_lecture_is_served_to_those_with_the_token_alone(server):
    assert [entry["path"] for entry in json.loads(ask(server, "api/contents/"))["content"]] == ["en", "ko"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server[0]}/api/contents/", timeout=20)
    assert refused.value.code == 403
    refused.value.close()


def test_no_other_computer_can_reach_it(server):
    port = int(server[0].rpartition(":")[2])
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_lab_asks_for_no_news_and_speaks_korean(server):
    settings = json.loads(ask(server, "lab/api/settings/"))["settings"]
    defaults = {one["id"]: one["schema"].get("properties", {}) for one in settings}
    news = defaults["@jupyterlab/apputils-extension:notification"]
    assert (news["fetchNews"]["default"], news["checkForUpdates"]["default"]) == ("false", False)
    assert defaults["@jupyterlab/translation-extension:plugin"]["locale"]["default"] == "ko_KR"
    page = json.loads(re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', ask(server, "lab"), re.DOTALL).group(1))
    assert page["news"] == {"disabled": True}
    assert page["extensionManager"]["can_install"] is False


def test_notebooks_run_in_this_very_python(server):
    kernel = json.loads(ask(server, "api/kernelspecs"))["kernelspecs"]["python3"]
    assert Path(kernel["resources"].get("logo-64x64", "")).parts[:1] in ((), ("/",))
    assert kernel["spec"]["argv"][:3] == ["python", "-m", "ipykernel_launcher"]


def test_the_readers_own_settings_stay_untouched(server):
    ask(server, "lab")
    written = [path.relative_to(server[2]).as_posix() for path in server[2].rglob("*") if path.is_file()]
    assert [name for name in written if "settings" in name or "labconfig" in name] == []


# ---- nnlab check


def found() -> dict[bool, str]:
    findings = list(environment.findings("en"))
    return {well: " | ".join(f"{one.text} {one.remedy}" for one in findings if one.well is well) for well in (True, False)}


def test_here_everything_is_ready(capsys):
    code, words = said(capsys, "check")
    assert code == 0, words
    assert words.endswith("Everything is ready. To open the lecture: nnlab\n")
    assert words.count("✓") == 6
    assert f"numpy {metadata.version('numpy')}" in words


def test_what_is_wrong_makes_the_exit_code_1(capsys, monkeypatch):
    monkeypatch.setattr(environment, "TRIAL", "1/0")
    code, words = said(capsys, "check", "--lang", "ko")
    assert code == 1
    assert "✗ 커널이 탐색기를 그리지 못했습니다. 이유: ZeroDivisionError: division by zero\n  → " in words
    assert words.endswith("고칠 것이 1가지 있습니다. 화살표 뒤에 적힌 대로 한 다음 다시 확인하십시오.\n")


@pytest.fixture
def without_kernel(monkeypatch):
    monkeypatch.setattr(environment, "_kernel", lambda: environment.Finding(True, "kernel"))


@pytest.mark.usefixtures("without_kernel")
class TestFindings:
    def test_a_version_that_is_too_old(self, monkeypatch):
        real = metadata.version
        monkeypatch.setattr(metadata, "version", lambda name: "3.7.5" if name == "matplotlib" else real(name))
        assert found()[False].startswith("matplotlib 3.7.5 is too old; needed: matplotlib>=3.8 ")

    def test_a_package_that_is_missing(self, monkeypatch):
        real = environment.util.find_spec
        monkeypatch.setattr(environment.util, "find_spec", lambda name: None if name == "jupyterlab" else real(name))
        assert found()[False] == f'missing packages: jupyterlab "{sys.executable}" -m pip install jupyterlab'

    def test_a_front_end_that_is_missing(self, monkeypatch):
        import jupyterlab_server.config

        real = jupyterlab_server.config.get_federated_extensions
        monkeypatch.setattr(jupyterlab_server.config, "get_federated_extensions", lambda places: {"anywidget": real(places)["anywidget"]})
        assert "no explorer shows: @jupyter-widgets/jupyterlab-manager" in found()[False]

    def test_a_front_end_that_is_switched_off(self, monkeypatch):
        import jupyterlab_server.config

        monkeypatch.setattr(jupyterlab_server.config, "get_page_config", lambda places: {"disabledExtensions": ["anywidget:plugin"]})
        assert "switched off, so no explorer shows: anywidget" in found()[False]
        assert "labextension enable anywidget" in found()[False]

    def test_figures_without_hangul(self, monkeypatch):
        monkeypatch.setattr(drawing, "style", nullcontext)  # Matplotlib's own font
        monkeypatch.setattr(logging.getLogger("matplotlib.mathtext"), "handlers", [])  # it is this test's aim that something is said
        assert "Hangul does not show in figures: " in found()[False]

    def test_what_is_merely_deprecated_is_no_missing_glyph(self, monkeypatch):
        real = drawing.style

        def style():
            warnings.warn("an older Matplotlib calls a newer library", DeprecationWarning, stacklevel=1)
            return real()

        monkeypatch.setattr(drawing, "style", style)
        assert "Hangul shows in figures" in found()[True]

    def test_data_that_cannot_be_read(self, monkeypatch):
        def gone(*_):
            raise FileNotFoundError("photos/cat.jpg")

        monkeypatch.setattr(data, "photos", gone)
        assert "the data cannot be read: FileNotFoundError: photos/cat.jpg" in found()[False]


def test_the_packages_looked_for_are_those_that_the_project_needs(monkeypatch):
    monkeypatch.setattr(environment.util, "find_spec", lambda name: None)
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.match(r"[\w-]+", one).group() for one in project["dependencies"]}
    assert set(environment.missing()) == needed - {"jupyterlab-language-pack-ko-KR"}  # without it Lab's own menus are English, no more
