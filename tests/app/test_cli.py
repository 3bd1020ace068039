"""The command `nnlab` opens what it is asked for, and reports every error in one clear sentence."""

import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
import webbrowser
from pathlib import Path

import pytest

from nnlab.app import environment, lecture_files

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def no_lab(monkeypatch):
    """Replaces JupyterLab; returns the list of command lines that it would have been started with."""
    from jupyterlab.labapp import LabApp

    started = []
    monkeypatch.setattr(LabApp, "launch_instance", lambda arguments: started.append(arguments))
    monkeypatch.setattr(webbrowser, "get", lambda: None)
    return started


def test_the_command_alone_opens_the_lecture(no_lab, run_command, monkeypatch):
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    code, output = run_command()
    assert code == 0
    assert output.startswith("강의를 엽니다.")
    assert "--LabApp.default_url=/doc/workspaces/nnlab-ko/tree/ko/00_start_here.ipynb" in no_lab[0]
    assert run_command("lab", "--lang", "en")[1].startswith("Opening the lecture")
    assert "--LabApp.default_url=/doc/workspaces/nnlab-en/tree/en/00_start_here.ipynb" in no_lab[1]


def test_present_opens_the_notebook_of_that_number(no_lab, run_command):
    for number, name in {"5": "05_sigmoid", "05": "05_sigmoid", "10_architecture": "10_architecture"}.items():
        assert run_command("present", number, "--lang", "ko")[0] == 0
        assert f"--LabApp.default_url=/lab/workspaces/nnlab-present-ko-{name[:2]}/tree/ko/{name}.ipynb" in no_lab[-1]
    code, output = run_command("present", "--lang", "en")
    assert code == 0
    assert output.startswith("Presenting 00_start_here.ipynb.")
    assert "--LabApp.default_url=/lab/workspaces/nnlab-present-en-00/tree/en/00_start_here.ipynb" in no_lab[-1]


NUMBERS = sorted(path.name[:2] for path in (Path(__file__).parents[2] / "notebooks" / "en").glob("*.ipynb"))


@pytest.mark.parametrize("number", ["99", "five", "5.0", "05_tanh"])
def test_present_says_which_notebooks_there_are(no_lab, run_command, number):
    code, output = run_command("present", "--lang", "en", number)
    assert (code, output) == (1, f"There is no notebook {number}; the numbers are {', '.join(NUMBERS)}.\n")
    assert f"{number}번 노트북이 없습니다" in run_command("present", number, "--lang", "ko")[1]
    assert no_lab == []


def test_a_port_in_use_is_named(no_lab, run_command):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, output = run_command("--port", port)
        assert code == 1
        assert output == f"Port {port} cannot be used or is already in use. Choose another port or omit --port.\n"
        assert f"포트 {port}번" in run_command("lab", "--lang", "ko", "--port", port)[1]
    assert run_command("--port", "70000")[0] == 1
    assert no_lab == []


def test_commands_started_together_get_different_ports(no_lab, run_command, monkeypatch):
    from jupyterlab.labapp import LabApp

    def start_another(arguments):
        no_lab.append(arguments)
        if len(no_lab) < 3:
            run_command()

    monkeypatch.setattr(LabApp, "launch_instance", start_another)  # starts before the first one listens
    run_command()
    ports = [int(re.search(r"ServerApp\.port=(\d+)", " ".join(arguments))[1]) for arguments in no_lab]
    assert ports == sorted(set(ports))
    with socket.create_server(("127.0.0.1", ports[0])):  # another program listens there
        assert run_command()[0] == 0
    assert f"--ServerApp.port={ports[0]}" not in no_lab[3]
    assert run_command()[0] == 0
    assert f"--ServerApp.port={ports[0]}" in no_lab[4]  # reservations end with the command


def test_without_a_browser_the_way_out_is_named(no_lab, run_command, monkeypatch):
    def no_browser():
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", no_browser)
    code, output = run_command()
    assert (code, output.count("\n")) == (1, 1)
    assert "nnlab lab --no-browser" in output
    assert run_command("--no-browser")[0] == 0
    assert "--no-browser" in no_lab[0]


def test_a_missing_package_comes_with_its_remedy(no_lab, run_command, monkeypatch):
    find = environment.util.find_spec
    monkeypatch.setattr(environment.util, "find_spec", lambda name: None if name == "anywidget" else find(name))
    code, output = run_command()
    assert (code, output.count("\n")) == (1, 1)
    assert output.endswith(f'not installed: anywidget. To install them: "{sys.executable}" -m pip install anywidget\n')
    assert no_lab == []


def test_a_folder_that_cannot_be_written_is_named(no_lab, run_command, monkeypatch, tmp_path):
    monkeypatch.setattr(lecture_files, "checkout_notebooks", lambda: None)
    monkeypatch.setattr(lecture_files, "bundled_notebooks", lambda: REPOSITORY / "notebooks")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nnlab-lecture").write_text("a file of that name")
    code, output = run_command()
    assert (code, output.count("\n")) == (1, 1)
    assert f"could not be copied into {tmp_path / 'nnlab-lecture'}" in output


@pytest.mark.parametrize("arguments", [["--lang", "fr"], ["--lang"], ["sing"], ["--port", "x"], ["lab", "here"], ["present", "5", "6"]])
def test_a_wrong_command_line_is_one_sentence(run_command, arguments):
    code, output = run_command(*arguments)
    assert (code, output.count("\n")) == (2, 1)
    assert output.startswith("The command was not understood")


def test_help_speaks_the_language_asked_for(run_command):
    code, output = run_command("--lang", "ko", "--help")
    assert code == 0
    assert "신경망 강의를 JupyterLab에서 엽니다" in output
    assert "usage" not in output


@pytest.mark.parametrize(
    ("encoding", "words"), [("utf-8", "강의를 열려면"), ("cp949", "강의를 열려면"), ("cp1252", "To open the lecture"), ("ascii", "To open")]
)
def test_any_console_can_show_the_messages(encoding, words):
    own = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for arguments in (["check", "--lang", "ko"], ["--help", "--lang", "ko"], ["present", "99", "--lang", "ko"]):
        done = subprocess.run([sys.executable, "-m", "nnlab", *arguments], capture_output=True, env=own, cwd=REPOSITORY)
        shown, errors = done.stdout.decode(encoding), done.stderr.decode(encoding)
        assert "Traceback" not in errors
        python = sys.executable.encode(encoding, "replace").decode(encoding)  # its folder may have letters that the console lacks
        assert "?" * 3 not in (shown + errors).replace(python, "")
        if arguments[0] == "check":
            assert words in shown
            assert ("✓" in shown) == (encoding == "utf-8")


# ---- votes from phones


@pytest.fixture
def jupyter_settings(no_lab, monkeypatch):
    """Returns what JupyterLab's page was told of the votes, as soon as it has started."""
    from jupyterlab.labapp import LabApp

    told = {}

    def start(arguments):
        folder = Path(os.environ["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0])
        told.update(json.loads((folder / "labconfig" / "page_config.json").read_text("utf-8")), folder=folder)
        told["progress"] = os.environ["NNLAB_PROGRESS"]
        told["answers"] = ask(told["nnlabVotesControl"], told["nnlabVotesSecret"])

    monkeypatch.setattr(LabApp, "launch_instance", start)
    return told


def ask(address: str, secret: str) -> dict:
    request = urllib.request.Request(f"{address}/state", headers={"Authorization": f"Bearer {secret}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def test_a_class_gets_an_address_and_a_warning(jupyter_settings, run_command, monkeypatch):
    monkeypatch.setenv("NNLAB_PROGRESS", "")
    code, output = run_command("present", "5", "--lang", "en", "--class", "--address", "127.0.0.1")
    assert code == 0
    address = re.search(r"Phones vote at (http://127\.0\.0\.1:\d+/)\n", output)[1]
    assert "anyone in this address's network, such as the Wi-Fi of the lecture hall, can open the voting page" in output
    assert jupyter_settings["answers"]["address"] == address.removeprefix("http://").strip("/")
    assert jupyter_settings["nnlabVotesSecret"] not in output
    assert jupyter_settings["progress"] == "off", "no prediction shows an answer that the lecturer locked in before"
    assert not jupyter_settings["folder"].exists(), "the secret is deleted at the end"
    with pytest.raises(OSError, match="refused"):
        ask(jupyter_settings["nnlabVotesControl"], "")


def test_without_the_option_nothing_listens(no_lab, run_command, monkeypatch):
    from nnlab.votes import server

    monkeypatch.setattr(server, "serve", None)
    assert run_command("present", "5")[0] == 0
    assert "class" not in os.environ["JUPYTER_CONFIG_PATH"]


def test_without_segno_the_command_says_how_to_install_it(jupyter_settings, run_command, monkeypatch):
    monkeypatch.setitem(sys.modules, "segno", None)
    code, output = run_command("present", "5", "--class", "--address", "127.0.0.1")
    assert code == 0
    assert output.endswith(f'To install it: "{sys.executable}" -m pip install segno\n')
    assert jupyter_settings["answers"]["code"] is None


def test_an_address_of_another_computer_is_an_error(no_lab, run_command):
    code, output = run_command("present", "5", "--class", "--address", "192.0.2.1")
    assert code == 1
    assert "Votes cannot be taken at 192.0.2.1: " in output
    assert output.endswith("give an address of this computer, and with --class-port a free port.\n")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert run_command("present", "5", "--class", "--address", "127.0.0.1", "--class-port", port)[0] == 1
    assert no_lab == []


def test_without_a_network_the_way_out_is_named(no_lab, run_command, monkeypatch):
    from nnlab.votes import server

    monkeypatch.setattr(server, "own_address", lambda: None)
    code, output = run_command("present", "5", "--class")
    assert (code, no_lab) == (1, [])
    assert output.endswith("Connect to a network, or give this computer's address with --address.\n")


@pytest.mark.parametrize("arguments", [["--class"], ["present", "--address", "1.2.3.4"], ["present", "--class-port", "80"]])
def test_options_of_a_class_go_with_present(run_command, arguments):
    assert run_command(*arguments)[0] == 2
