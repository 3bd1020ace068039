"""Nobody gets in and nothing gets out: no outgoing connection, no code from data, and no markup from what a reader or the data says."""

import ast
import contextlib
import html
import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

import nnlab
from nnlab import data, explorers, language
from nnlab.language import catalogue
from nnlab.questions import prediction

PACKAGE = Path(nnlab.__file__).parent
ROOT = PACKAGE.parent
EVIL = "<img src=x onerror=alert(1)>"


# ---- nothing leaves

# What a reader does, in a process whose every socket call that could reach another machine is an error.
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
CHECK = "from nnlab import cli\nassert cli.main(['check', '--lang', 'en']) == 0"


def without_network() -> list[str]:
    """What starts a process in a network of its own, with nothing in it but the loopback; [] where that is not allowed."""
    tool = shutil.which("unshare")
    if tool and subprocess.run([tool, "-rn", "true"], capture_output=True).returncode == 0:
        return [tool, "-rn", "sh", "-c", '(ip link set lo up || ifconfig lo up) 2>/dev/null; exec "$@"', "sh"]
    return []


def run(code: str, *wrapper: str):
    return subprocess.run([*wrapper, sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, timeout=120)


def test_the_guard_itself_refuses_a_request_and_lets_the_loopback_through():
    for address in ("'192.0.2.1', 9", "'example.org', 80"):
        said = run(f"{GUARD}\nsocket.create_connection(({address}), timeout=1)")
        assert "ConnectionRefusedError: socket." in said.stderr
    assert run(f"{GUARD}\n{LOOPBACK}").returncode == 0


def test_import_explorers_and_questions_make_no_request():
    said = run(GUARD + LECTURE)
    assert said.returncode == 0, said.stderr


@pytest.mark.slow
@pytest.mark.parametrize("code", [LECTURE, CHECK], ids=["lecture", "check"])
def test_on_a_machine_without_any_network_everything_works(code):
    alone = without_network()
    if not alone:
        pytest.skip("this system gives no process a network of its own")
    assert run("import socket; socket.create_connection(('192.0.2.1', 9), timeout=1)", *alone).returncode != 0
    if code == CHECK and run(LOOPBACK, *alone).returncode != 0:
        pytest.skip("no tool here brings the loopback up, and a kernel needs it")
    said = run(code, *alone)
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.slow
def test_nnlab_check_makes_no_request():
    said = run(GUARD + CHECK)
    assert said.returncode == 0, said.stdout + said.stderr


def test_no_file_of_the_package_names_another_machine_but_in_words():
    """An address in code would be a request; those of sources stand in the texts."""
    for file in [*PACKAGE.rglob("*.js"), *PACKAGE.rglob("*.css"), *PACKAGE.rglob("*.json")]:
        for line in file.read_text("utf-8").splitlines():
            assert "http" not in line or "w3.org" in line, f"{file.name}: {line.strip()}"


# ---- no code out of data

DANGEROUS = {"eval", "exec", "compile", "__import__", "pickle", "cPickle", "dill", "shelve", "marshal", "joblib", "loads", "popen"}
# file -> what looks dangerous in it, and why it is not
ALLOWED = {
    "lecture_files.py": {"loads"},  # json.loads of the reader's own notebooks
    "language.py": {"loads"},  # tomllib.loads of the package's own words
}


def dangers(source: str) -> set[str]:
    """Names that make code out of data, used or imported."""
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
def test_no_code_is_made_out_of_data(path):
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
def test_code_out_of_data_is_found(source, found):
    assert dangers(source) == found


def test_data_with_a_pickle_in_it_is_refused(monkeypatch, tmp_path):
    np.savez(tmp_path / "digits.npz", images=np.array([print], dtype=object), labels=np.arange(1))
    monkeypatch.setattr(data, "_file", lambda name: tmp_path / name)
    with pytest.raises(ValueError, match="allow_pickle=False"):
        data.digits()


# ---- no markup out of text


class Tags(HTMLParser):
    """All tags of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def harmless(page: str) -> bool:
    tags = Tags(page).found
    return not any(tag in ("img", "script", "iframe") or any(name.startswith("on") for name in given) for tag, given in tags)


def parts(widget):
    """The widget and all that is in it."""
    yield widget
    for part in getattr(widget, "children", ()):
        yield from parts(part)


@pytest.fixture
def evil_words(monkeypatch):
    """Every text of the catalogue ends in a tag that would run a script."""
    evil = {key: {edition: text + EVIL for edition, text in entry.items()} for key, entry in catalogue().items()}
    monkeypatch.setattr(language, "_words", lambda head: evil)
    monkeypatch.setattr(prediction, "catalogue", lambda: evil)
    monkeypatch.setattr(prediction, "_guesses", {})


def test_the_detector_finds_what_would_run():
    assert not harmless(f"<b>{EVIL}</b>")
    assert not harmless("<p onclick='x()'>a</p>")
    assert harmless(html.escape(EVIL))


@pytest.mark.usefixtures("evil_words")
def test_words_become_no_markup_in_titles_questions_answers_and_tables():
    import ipywidgets

    explorer = explorers.activation_curve()
    titles = [part.value for part in parts(explorer) if isinstance(part, ipywidgets.HTML | ipywidgets.HTMLMath)]
    assert len(titles) == 1
    assert EVIL in html.unescape(titles[0])
    assert all(map(harmless, titles))
    question = nnlab.predict("practice")
    pages = [question._repr_mimebundle_()[0]["text/html"], nnlab.solution("warm_up")._repr_html_()]
    pages += [nnlab.check("warm_up", answer)._repr_html_() for answer in (lambda x: 2 * x, lambda x: 3 * x, lambda x: None)]
    assert all(EVIL in html.unescape(page) for page in pages)
    assert all(map(harmless, pages))


@pytest.mark.usefixtures("evil_words")
def test_words_become_no_markup_in_the_register(monkeypatch):
    from nnlab.lecture import claims as register

    values = dict.fromkeys(("relu", "maxout", "ratio"), 2.0)
    page = register.Claims([register.Claim("parameters", values, "reproduced")])._repr_html_()
    assert EVIL in html.unescape(page)
    assert harmless(page)


def named(function, name: str):
    function.__name__ = name
    return function


def test_a_readers_functions_and_answers_become_no_markup():
    def broken(x):
        raise ValueError(EVIL)

    answers = [named(lambda x: 3 * x, EVIL), lambda x: EVIL, broken, lambda x: [EVIL, EVIL], named(lambda x: x.clip(0, 1), f"f{EVIL}")]
    for answer in answers:
        page = nnlab.check("warm_up", answer)._repr_html_()
        assert EVIL in html.unescape(page)
        assert harmless(page)


def test_a_readers_function_name_is_text_in_the_sentence_the_picture_and_the_list():
    explorer = explorers.activation_curve(named(lambda z: z**2, EVIL))
    assert EVIL in explorer.status  # a caption is set as text, never as markup: see the test of canvas.js
    assert any(text == EVIL for text, _ in explorer.controls["activation"].options)
    assert not any(EVIL in str(getattr(part, "value", "")) for part in parts(explorer) if type(part).__name__.startswith("HTML"))


def test_the_front_ends_set_text_and_never_markup():
    for file in PACKAGE.rglob("*.js"):
        source = re.sub(r"\.innerHTML = `[^`$]*`", "", file.read_text("utf-8"))  # a template with nothing filled in is what it is
        for door in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc", "DOMParser"):
            assert door not in source, f"{file.name} uses {door}"


def test_only_titles_are_widgets_of_markup():
    """Every other text goes through widgets that show it as text."""
    users = [path.name for path in PACKAGE.rglob("*.py") if "ipywidgets.HTML" in path.read_text("utf-8")]
    assert users == ["explorer.py"]


# ---- nobody gets in


def test_the_server_listens_to_this_machine_alone_and_keeps_its_token():
    from nnlab.app import cli

    arguments = cli.lab_arguments(ROOT, "en", 8888, browser=True)
    assert "--ServerApp.ip=127.0.0.1" in arguments
    assert not [one for one in arguments if "token" in one.lower() or "password" in one.lower() or "allow_origin" in one.lower()]
    for file in (PACKAGE / "jupyter").rglob("*.json"):
        text = file.read_text("utf-8").lower()
        assert not [door for door in ("token", "password", "allow_origin", "allow_remote", "disable_check_xsrf", "0.0.0.0") if door in text]


@pytest.mark.slow
@pytest.mark.parametrize("path", ["lab", "api/contents", "api/kernels", "api/sessions", "api/terminals", "files/en/00_start_here.ipynb"])
def test_without_the_token_every_door_is_locked(lab_address, path):
    address, token = lab_address

    def ask(**headers):
        request = urllib.request.Request(f"{address}/{path}", headers=headers)
        with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.url
        return 403, ""

    status, url = ask()
    assert status == 403 or "/login" in url, f"{path} answers anyone"
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
    """`nnlab lab` as a reader starts it: its address and its token."""
    import time

    home = tmp_path_factory.mktemp("home")
    with (home / "said").open("w") as log:
        lab = subprocess.Popen([sys.executable, "-m", "nnlab", "lab", "--lang", "en", "--no-browser"], stdin=subprocess.DEVNULL, stdout=log,
                               stderr=log, env=os.environ | {"HOME": str(home), "PYTHONPATH": str(ROOT)})  # fmt: skip
        try:
            for _ in range(300):
                found = re.search(r"(http://127\.0\.0\.1:\d+)/lab/\S*\?token=(\w+)\s", (home / "said").read_text("utf-8"))
                if found or lab.poll() is not None:
                    break
                time.sleep(0.1)
            assert found, (home / "said").read_text("utf-8")
            yield found.groups()
        finally:
            lab.terminate()
            lab.wait(20)
