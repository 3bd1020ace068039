"""The command `nnlab`: opens the lecture in JupyterLab, presents a notebook of it, or says whether this computer can."""

import argparse
import os
import socket
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import nnlab
from nnlab.app import environment, lecture_files
from nnlab.language import LANGUAGES, from_environment, translate, use_language

FIRST = "00_start_here.ipynb"


class Trouble(Exception):
    """What keeps the command from doing its work, in one sentence for the reader."""


class Parser(argparse.ArgumentParser):
    """Says what was wrong with the command line in the reader's language."""

    def error(self, message: str):
        self.exit(2, translate("cli.usage", message=message) + "\n")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code, which is 0 only where everything went well."""
    arguments = sys.argv[1:] if arguments is None else arguments
    use_language(_language_of(arguments))
    parser = _parser()
    chosen = parser.parse_intermixed_args(arguments)  # `present --lang ko 05` and `present 05 --lang ko` alike
    if chosen.notebook is not None and chosen.command != "present":
        parser.error(chosen.notebook)
    try:
        if chosen.command == "check":
            return check(chosen.lang)
        presented = (chosen.notebook or "0") if chosen.command == "present" else None
        return open_lab(chosen.lang, chosen.port, chosen.browser, presented)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _language_of(arguments: list[str]) -> str:
    """The language of the help itself, wanted before the command line is taken apart."""
    first = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    first.add_argument("--lang")
    try:
        asked = first.parse_known_args(arguments)[0].lang
    except argparse.ArgumentError:
        asked = None
    return asked if asked in LANGUAGES else from_environment()


def _parser() -> Parser:
    parser = Parser(prog="nnlab", usage=argparse.SUPPRESS, description=translate("cli.about"), add_help=False)
    say = parser.add_argument_group(translate("cli.options"))
    say.add_argument("command", nargs="?", choices=("lab", "present", "check"), default="lab", help=translate("cli.command"))
    say.add_argument("notebook", nargs="?", help=translate("cli.notebook"))
    say.add_argument("--lang", choices=LANGUAGES, default=from_environment(), help=translate("cli.lang"))
    say.add_argument("--port", type=int, help=translate("cli.port"))
    say.add_argument("--no-browser", dest="browser", action="store_false", help=translate("cli.no_browser"))
    say.add_argument("--version", action="version", version=f"nnlab {nnlab.__version__}", help=translate("cli.version"))
    say.add_argument("-h", "--help", action="help", help=translate("cli.help"))
    return parser


def check(language: str) -> int:
    """Print what is well and what is not, each with its remedy; 1 where something is not."""
    failed = 0
    for finding in environment.findings(language):
        print(f"{'✓' if finding.well else '✗'} {finding.text}", flush=True)
        if not finding.well:
            failed += 1
            print(f"  → {finding.remedy}")
    print(translate("check_environment.failed", n=failed) if failed else translate("check_environment.ready"))
    return 1 if failed else 0


def open_lab(language: str, port: int | None, browser: bool, presented: str | None = None) -> int:
    """Serve the lecture on this computer alone until the reader ends it; `presented` is the number of a notebook to present."""
    gone = environment.missing()
    if gone:
        raise Trouble(translate("cli.missing", names=", ".join(gone), command=environment.install_command(*gone)))
    folder = lecture_folder()
    start = FIRST if presented is None else find_notebook(folder / language, presented)
    if port is not None and not _free(port):
        raise Trouble(translate("cli.port_taken", port=port))
    if browser and not _has_browser():
        raise Trouble(translate("cli.browserless"))
    os.environ.update(environment.jupyter_paths(language, presenting=presented is not None))
    from jupyterlab.labapp import LabApp  # only now, for it reads the environment

    print(translate("cli.opening", folder=folder) if presented is None else translate("cli.presenting", notebook=start), flush=True)
    with _claimed_port() if port is None else nullcontext(port) as port:
        LabApp.launch_instance(lab_arguments(folder, language, port, browser, start=start, presenting=presented is not None))
    return 0


def find_notebook(folder: Path, number: str) -> str:
    """The name of the notebook in `folder` with this number, written `5`, `05` or whole; Trouble where there is none."""
    names = sorted(path.name for path in folder.glob("[0-9][0-9]_*.ipynb"))
    wanted = number.removesuffix(".ipynb")
    found = [name for name in names if wanted == name.removesuffix(".ipynb") or (wanted.isdecimal() and int(wanted) == int(name[:2]))]
    if not found:
        raise Trouble(translate("cli.unknown_notebook", number=number, known=", ".join(name[:2] for name in names)))
    return found[0]


def lab_arguments(folder: Path, language: str, port: int, browser: bool, *, start: str = FIRST, presenting: bool = False) -> list[str]:
    """JupyterLab's own command line: this computer alone, its token kept, the page to start with, no chatter.

    A workspace of its own tells the front end that the notebook is to be presented.
    """
    workspace = f"nnlab-present-{language}-{start[:2]}" if presenting else f"nnlab-{language}"
    return [
        "--ServerApp.ip=127.0.0.1",
        "--allow-root",  # in a container; the server listens to this computer alone and asks for its token
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/workspaces/{workspace}/tree/{language}/{start}",
        "--Application.log_level=ERROR",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        *([] if browser else ["--no-browser"]),
    ]


def lecture_folder() -> Path:
    """The folder to open: the checkout's notebooks, or a copy in the current folder, brought up to date."""
    checkout = lecture_files.checkout()
    if checkout:
        return checkout
    folder = Path(lecture_files.COPY).resolve()
    try:
        copied = lecture_files.copy_lecture(lecture_files.carried(), folder)
    except OSError as error:
        raise Trouble(translate("cli.cannot_write", folder=folder, reason=error.strerror or str(error))) from error
    if copied.written:
        print(translate("cli.copied", n=len(copied.written), folder=folder))
    if copied.kept:
        print(translate("cli.kept", names=", ".join(copied.kept)))
    return folder


@contextmanager
def _claimed_port() -> Iterator[int]:
    """A free port, kept from every other `nnlab` until it ends; 0, the system's choice, where a hundred are in use.

    Jupyter listens some time after it looked for a free port, so that two started together would find the same one. The
    datagram port of the same number, which nothing else uses, is the claim: the system gives it to one, and takes it back.
    """
    for port in range(8888, 8988):
        with socket.socket(type=socket.SOCK_DGRAM) as claim:
            try:
                claim.bind(("127.0.0.1", port))
            except OSError:
                continue
            if _free(port):
                yield port
                return
    yield 0


def _free(port: int) -> bool:
    with socket.socket() as probe:
        if os.name == "posix":  # as the server itself does: a port that was closed a moment ago is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def _has_browser() -> bool:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
