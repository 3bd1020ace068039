"""The command `nnlab`: opens or presents the lecture in JupyterLab, checks this computer, or shows how far the reader has come."""

import argparse
import json
import os
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import nnlab
from nnlab.app import class_on_hub, environment, lecture_files
from nnlab.language import LANGUAGES, from_environment, translate, use_language

FIRST_SCREEN = environment.JUPYTER / "present" / "custom"  # what a presentation shows while JupyterLab loads


class CliError(Exception):
    """Why the command cannot do its work, as one sentence for the reader."""


class Parser(argparse.ArgumentParser):
    """Reports a wrong command line in the reader's language."""

    def error(self, message: str):
        self.exit(2, translate("cli.usage", message=message) + "\n")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code: 0 for success, 1 for a problem found or met, 2 for a wrong command line."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # what a console cannot show becomes "?", and is no reason to stop
            stream.reconfigure(errors="replace")
    use_language(_language_of(arguments) if _can_show("한") else "en")
    parser = _parser()
    options = parser.parse_intermixed_args(arguments)  # allows `present --lang ko 05` as well as `present 05 --lang ko`
    if options.notebook is not None and options.command != "present":
        parser.error(options.notebook)
    if options.votes and options.command != "present":
        parser.error("--class")
    if not options.votes and (options.address, options.class_port) != (None, None):
        parser.error("--address, --class-port")
    if options.start_over and options.command != "progress":
        parser.error("--start-over")
    try:
        if options.command == "check":
            return check_environment(options.lang)
        if options.command == "progress":
            return show_progress(options.start_over)
        number = (options.notebook or "0") if options.command == "present" else None
        if options.votes and class_on_hub.is_on_hub():
            return begin_class_on_hub(options.lang, number)
        votes = serve_votes(options.address, options.class_port) if options.votes else nullcontext()
        return open_lab(options.lang, options.port, options.browser, number, votes)
    except CliError as error:
        print(error, file=sys.stderr)
        return 1


def _language_of(arguments: list[str]) -> str:
    """The language for help and errors, needed before the command line is parsed."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--lang", nargs="?")  # a missing value is reported later, in the language found here
    language = parser.parse_known_args(arguments)[0].lang
    return language if language in LANGUAGES else from_environment()


def _parser() -> Parser:
    parser = Parser(prog="nnlab", usage=argparse.SUPPRESS, description=translate("cli.about"), add_help=False)
    group = parser.add_argument_group(translate("cli.options"))
    group.add_argument("command", nargs="?", choices=("lab", "present", "check", "progress"), default="lab", help=translate("cli.command"))
    group.add_argument("notebook", nargs="?", help=translate("cli.notebook"))
    group.add_argument("--lang", choices=LANGUAGES, default=from_environment(), help=translate("cli.lang"))
    group.add_argument("--port", type=int, help=translate("cli.port"))
    group.add_argument("--class", dest="votes", action="store_true", help=translate("cli.class"))
    group.add_argument("--address", help=translate("cli.address"))
    group.add_argument("--class-port", type=int, help=translate("cli.class_port"))
    group.add_argument("--no-browser", dest="browser", action="store_false", help=translate("cli.no_browser"))
    group.add_argument("--start-over", action="store_true", help=translate("cli.start_over"))
    group.add_argument("--version", action="version", version=f"nnlab {nnlab.__version__}", help=translate("cli.version"))
    group.add_argument("-h", "--help", action="help", help=translate("cli.help"))
    return parser


def check_environment(language: str) -> int:
    """Print what was checked, with a fix for everything that failed; returns 1 if anything failed, else 0."""
    failed = 0
    for ok, text, fix in environment.findings(language):
        print(_shown(f"✓ {text}" if ok else f"✗ {text}\n  → {fix}"), flush=True)
        failed += not ok
    print(translate("check_environment.failed", n=failed) if failed else translate("check_environment.ready"))
    return 1 if failed else 0


def show_progress(start_over: bool) -> int:
    """Print how far the reader has come in the lecture of the current folder; `start_over` puts the file with it aside first."""
    from nnlab.questions import progress

    folder = lecture_files.checkout_notebooks() or Path(lecture_files.COPY_NAME).resolve()
    file = folder / progress.FILE_NAME
    try:
        aside = progress.start_over(file) if start_over else None
    except OSError as error:
        raise CliError(translate("cli.cannot_write", folder=folder, reason=error.strerror or str(error))) from error
    if aside:
        print(translate("cli.started_over", file=aside))
    os.environ["NNLAB_PROGRESS"] = str(file)
    print(_shown(repr(nnlab.progress())))
    print(translate("cli.progress_file", file=file) if file.exists() else translate("cli.no_progress", file=file))
    return 0


def _can_show(text: str) -> bool:
    """Whether the console has these characters; on Windows, a pipe may have those of one language only."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _shown(text: str) -> str:
    """`text` with letters in place of ✓, ✗ and → where the console does not have them."""
    return text if _can_show("✓✗→") else text.replace("✓", "[OK]").replace("✗", "[!!]").replace("→", "->")


def open_lab(language: str, port: int | None, browser: bool, number: str | None, votes: AbstractContextManager) -> int:
    """Serve the lecture on this computer alone until the reader stops it; `number`: of the notebook to present, None for none.

    `votes` is entered meanwhile: it serves phones (`serve_votes`).
    """
    missing = environment.missing_packages()
    if missing:
        raise CliError(translate("cli.missing", names=", ".join(missing), command=environment.install_command(*missing)))
    settings = environment.check_settings_folders()
    if not settings.ok:
        raise CliError(f"{settings.text}\n  {settings.fix}")
    folder = lecture_folder()
    presented = None if number is None else find_notebook(folder / language, number)
    if port is not None and not _is_free(port):
        raise CliError(translate("cli.port_taken", port=str(port)))
    if browser:
        try:
            webbrowser.get()
        except webbrowser.Error:
            raise CliError(translate("cli.browserless")) from None
    os.environ.update(environment.jupyter_paths(language, presenting=presented is not None))
    from jupyterlab.labapp import LabApp  # imported after the environment is set, because it reads the environment

    print(translate("cli.presenting", notebook=presented) if presented else translate("cli.opening", folder=folder), flush=True)
    with votes, _reserved_port() if port is None else nullcontext(port) as port:
        LabApp.launch_instance(lab_arguments(folder, language, port, browser, presented))
    return 0


@contextmanager
def serve_votes(address: str | None, port: int | None) -> Iterator[None]:
    """Let phones vote while the context lasts, and tell JupyterLab's page where they are controlled; CliError if they cannot."""
    from nnlab.votes import server

    address = address or server.own_address()
    if address is None:
        raise CliError(translate("cli.no_network"))
    try:
        with server.serve(address, port) as access, tempfile.TemporaryDirectory(prefix="nnlab-class-") as folder:
            print(translate("cli.class_address", address=access.phones), translate("cli.class_warning"), sep="\n")
            if server.qr_code(access.phones) is None:
                print(translate("cli.no_code", command=environment.install_command("segno")))
            settings = Path(folder) / "labconfig" / "page_config.json"  # a folder that only this user can read
            settings.parent.mkdir()
            settings.write_text(json.dumps({"nnlabVotesControl": access.control, "nnlabVotesSecret": access.secret}), "utf-8")
            os.environ["NNLAB_PROGRESS"] = "off"  # the lecturer's own answers must not show, nor the class's become theirs
            paths = [folder, os.environ.get("JUPYTER_CONFIG_PATH")]
            os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, paths))
            yield
    except server.AddressError as error:
        raise CliError(translate("cli.class_unreachable", address=address, reason=str(error))) from error


def begin_class_on_hub(language: str, number: str) -> int:
    """Print where the hub shows the slides and where the class votes; CliError if this user cannot begin a class."""
    notebook = find_notebook(Path.home() / lecture_files.COPY_NAME / language, number)
    try:
        address = class_on_hub.begin()
    except class_on_hub.NoClass as error:
        raise CliError(translate(str(error))) from error
    slides = class_on_hub.slides(language, notebook)
    print(translate("cli.class_on_hub", slides=slides), translate("cli.class_address", address=address), sep="\n")
    return 0


def find_notebook(folder: Path, number: str) -> str:
    """The name of the notebook in `folder` with this number, given as `5`, `05` or the whole name; CliError if there is none."""
    names = sorted(path.name for path in folder.glob("[0-9][0-9]_*.ipynb"))
    stem = number.removesuffix(".ipynb").zfill(2)  # 5 is 05
    found = [name for name in names if stem in (name[:2], name.removesuffix(".ipynb"))]
    if not found:
        raise CliError(translate("cli.unknown_notebook", number=number, known=", ".join(name[:2] for name in names)))
    return found[0]


def lab_arguments(folder: Path, language: str, port: int, browser: bool, presented: str | None = None) -> list[str]:
    """JupyterLab's command line: it listens to this computer alone, asks for its token, opens one notebook and logs errors only.

    The name of the workspace tells the presenter extension to present the notebook.
    """
    workspace = f"nnlab-present-{language}-{presented[:2]}" if presented else f"nnlab-{language}"
    mode = "lab" if presented else "doc"  # Lab's simple interface: the notebook alone, and the files one click away
    return [
        "--ServerApp.ip=127.0.0.1",
        "--allow-root",  # needed in containers; the server is local and asks for its token
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/{mode}/workspaces/{workspace}/tree/{language}/{presented or '00_start_here.ipynb'}",
        "--Application.log_level=ERROR",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        *([] if browser else ["--no-browser"]),
        *([f"--ServerApp.tornado_settings=static_custom_path={FIRST_SCREEN}", "--LabApp.custom_css=True"] if presented else []),
    ]


def lecture_folder() -> Path:
    """The folder to open: the checkout's notebooks, or an updated copy of the installed ones in the current folder."""
    checkout = lecture_files.checkout_notebooks()
    if checkout:
        return checkout
    source, folder = lecture_files.bundled_notebooks(), Path(lecture_files.COPY_NAME).resolve()
    try:
        result = lecture_files.copy_lecture(source, folder)
    except OSError as error:
        reason = error.strerror or str(error)
        if not all((folder / file.relative_to(source)).exists() for file in source.glob("*/*.ipynb")):
            raise CliError(translate("cli.cannot_write", folder=folder, reason=reason)) from error
        print(translate("cli.not_updated", folder=folder, reason=reason))
        return folder
    if result.written:
        print(translate("cli.copied", n=len(result.written), folder=folder))
    if result.skipped:
        print(translate("cli.skipped", names=", ".join(result.skipped)))
    return folder


@contextmanager
def _reserved_port() -> Iterator[int]:
    """A free TCP port that no other `nnlab` takes while this one runs; 0, the system's choice, if a hundred are in use.

    Jupyter starts to listen some time after it has looked for a free port, so two that start together would find the same one.
    Binding the UDP port of the same number, which Jupyter does not use, reserves it; the system frees it when the process ends.
    """
    for port in range(8888, 8988):
        with socket.socket(type=socket.SOCK_DGRAM) as reservation:
            try:
                reservation.bind(("127.0.0.1", port))
            except OSError:
                continue
            if _is_free(port):
                yield port
                return
    yield 0


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        if os.name == "posix":  # as the server does, so that a port closed a moment ago counts as free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True
