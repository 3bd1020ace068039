"""Security: no request to another machine, no code executed from data, and a server that only this machine can reach with its token."""

import ast
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import numpy as np
import pytest

import nnlab
from nnlab import data

PACKAGE = Path(nnlab.__file__).parent
ROOT = PACKAGE.parent


# ---- no request to another machine

# An audit hook that makes every socket call to another machine an error.
GUARD = """
import socket, sys
def guarded(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        address = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments
        host = address[0] if isinstance(address, tuple) else address
        if not (isinstance(host, (str, bytes)) and str(host).startswith(("127.", "localhost", "/", "::1")) or host is None):
            raise ConnectionRefusedError(f"{event} {address}")
sys.addaudithook(guarded)
"""
LECTURE = """
import nnlab
for language in nnlab.language.LANGUAGES:
    nnlab.use_language(language)
    nnlab.explorers.activation_curve()._repr_mimebundle_()
    nnlab.explorers.decision_boundary().reset()
    nnlab.explorers.image_scores
    nnlab.predict("practice")._repr_mimebundle_()
    nnlab.check("warm_up", lambda x: 2 * x)._repr_html_()
nnlab.photos("test", 10), nnlab.digits()
"""
LOOPBACK = "import socket; server = socket.create_server(('127.0.0.1', 0)); socket.create_connection(server.getsockname(), timeout=1)"
CHECK = "from nnlab.app import cli\nassert cli.main(['check', '--lang', 'en']) == 0"


def without_network() -> list[str]:
    """The command that starts a process with no network but the loopback; [] where the system does not allow it."""
    tool = shutil.which("unshare")
    if tool and subprocess.run([tool, "-rn", "true"], capture_output=True).returncode == 0:
        return [tool, "-rn", "sh", "-c", '(ip link set lo up || ifconfig lo up) 2>/dev/null; exec "$@"', "sh"]
    return []


def run(code: str, *wrapper: str):
    return subprocess.run([*wrapper, sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, timeout=120)


def test_the_guard_refuses_all_but_the_loopback():
    for address in ("'192.0.2.1', 9", "'example.org', 80"):
        done = run(f"{GUARD}\nsocket.create_connection(({address}), timeout=1)")
        assert "ConnectionRefusedError: socket." in done.stderr
    assert run(f"{GUARD}\n{LOOPBACK}").returncode == 0


def test_explorers_and_questions_make_no_request():
    done = run(GUARD + LECTURE)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("code", [LECTURE, CHECK], ids=["lecture", "check"])
def test_everything_works_without_a_network(code):
    alone = without_network()
    if not alone:
        pytest.skip("this system gives no process a network of its own")
    assert run("import socket; socket.create_connection(('192.0.2.1', 9), timeout=1)", *alone).returncode != 0
    if code == CHECK and run(LOOPBACK, *alone).returncode != 0:
        pytest.skip("no tool here brings the loopback up, and a kernel needs it")
    done = run(code, *alone)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_nnlab_check_makes_no_request():
    done = run(GUARD + CHECK)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_front_end_file_has_an_address():
    """An address in code could be requested; those of sources are in the texts."""
    for file in [*PACKAGE.rglob("*.js"), *PACKAGE.rglob("*.css"), *PACKAGE.rglob("*.json")]:
        for line in file.read_text("utf-8").splitlines():
            assert "http" not in line or "w3.org" in line, f"{file.name}: {line.strip()}"


# ---- no code executed from data

DANGEROUS = {"eval", "exec", "compile", "__import__", "pickle", "cPickle", "dill", "shelve", "marshal", "joblib", "loads", "popen"}
# file -> the names in it that are harmless, and why
ALLOWED = {
    "lecture_files.py": {"loads"},  # json.loads of the reader's own notebooks
    "language.py": {"loads"},  # tomllib.loads of the package's own words
    "readings.py": {"loads"},  # tomllib.loads and json.loads of the package's own tables and figures
    "claims.py": {"loads"},
    "glossary.py": {"loads"},  # tomllib.loads of the package's own glossary
    "progress.py": {"loads"},  # json.loads of the reader's own answers, tomllib.loads of the package's own questions
    "control_server.py": {"loads"},  # json.loads of what the presenter sends
}


def dangers(source: str) -> set[str]:
    """Names used or imported that could execute data as code."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [*(alias.name for alias in node.names), getattr(node, "module", None) or ""]
            found |= {name.split(".")[0] for name in names} & DANGEROUS
        elif isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            owner = getattr(getattr(node.func, "value", None), "id", "")
            if called in DANGEROUS or (owner, called) == ("os", "system"):
                found.add(called)
            if called == "load" and not any(k.arg == "allow_pickle" and getattr(k.value, "value", None) is False for k in node.keywords):
                found.add("load")
            if any(k.arg == "shell" and getattr(k.value, "value", None) is not False for k in node.keywords):
                found.add("shell")
            if any(k.arg == "allow_pickle" and getattr(k.value, "value", None) is not False for k in node.keywords):
                found.add("allow_pickle")
    return found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_executes_data(path):
    assert dangers(path.read_text("utf-8")) <= ALLOWED.get(path.name, set())


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import pickle", {"pickle"}),
        ("from pickle import load", {"pickle"}),
        ("eval('1')", {"eval"}),
        ("np.load(file)", {"load"}),
        ("np.load(file, allow_pickle=True)", {"load", "allow_pickle"}),
        ("np.load(file, allow_pickle=False)", set()),
        ("os.system('ls')", {"system"}),
        ("subprocess.run('ls', shell=True)", {"shell"}),
        ("re.compile('a')", {"compile"}),
    ],
)
def test_code_that_executes_data_is_found(source, found):
    assert dangers(source) == found


def test_a_data_set_with_a_pickle_is_refused(monkeypatch, tmp_path):
    np.savez(tmp_path / "digits.npz", images=np.array([print], dtype=object), labels=np.arange(1))
    monkeypatch.setattr(data, "_dataset_file", lambda name: tmp_path / name)
    with pytest.raises(ValueError, match="allow_pickle=False"):
        data.digits()


# ---- the server


def test_the_server_keeps_its_address_and_token():
    from nnlab.app import cli

    arguments = cli.lab_arguments(ROOT, "en", 8888, browser=True)
    assert "--ServerApp.ip=127.0.0.1" in arguments
    assert not re.search("token|password|allow_origin", " ".join(arguments), re.IGNORECASE)
    for file in (PACKAGE / "jupyter").rglob("*.json"):
        text = file.read_text("utf-8").lower()
        assert not [name for name in ("token", "password", "allow_origin", "allow_remote", "disable_check_xsrf", "0.0.0.0") if name in text]


@pytest.mark.slow
@pytest.mark.parametrize("path", ["lab", "api/contents", "api/kernels", "api/sessions", "api/terminals", "files/en/00_start_here.ipynb"])
def test_nothing_answers_without_the_token(lab_address, path):
    address, token = lab_address

    def ask(**headers):
        request = urllib.request.Request(f"{address}/{path}", headers=headers)
        with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.url
        return 403, ""

    status, url = ask()
    assert status == 403 or "/login" in url, f"{path} answers without a token"
    assert ask(Authorization="token wrong")[0] == 403 or "/login" in ask(Authorization="token wrong")[1]
    if path != "api/terminals":
        assert ask(Authorization=f"token {token}")[0] == 200


@pytest.mark.slow
def test_no_other_address_of_this_machine_answers(lab_address):
    port = int(lab_address[0].rpartition(":")[2])
    others = {"127.0.0.2"} | {address[4][0] for address in _own_addresses() if not address[4][0].startswith("127.0.0.1")}
    for host in others - {"::1"}:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as visitor:
            visitor.settimeout(5)
            assert visitor.connect_ex((host, port)) != 0, f"{host} answers"


def _own_addresses():
    with contextlib.suppress(OSError):
        return socket.getaddrinfo(socket.gethostname(), None, proto=socket.IPPROTO_TCP)
    return []


@pytest.fixture(scope="module")
def lab_address(tmp_path_factory):
    """The address and the token of `nnlab lab`, started as a reader does."""
    import time

    home = tmp_path_factory.mktemp("home")
    with (home / "log").open("w") as log:
        lab = subprocess.Popen([sys.executable, "-m", "nnlab", "lab", "--lang", "en", "--no-browser"], stdin=subprocess.DEVNULL, stdout=log,
                               stderr=log, env=os.environ | {"HOME": str(home), "PYTHONPATH": str(ROOT)})  # fmt: skip
        try:
            for _ in range(300):
                found = re.search(r"(http://127\.0\.0\.1:\d+)/doc/\S*\?token=(\w+)\s", (home / "log").read_text("utf-8"))
                if found or lab.poll() is not None:
                    break
                time.sleep(0.1)
            assert found, (home / "log").read_text("utf-8")
            yield found.groups()
        finally:
            lab.terminate()
            lab.wait(20)
