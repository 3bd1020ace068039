"""What `nnlab lab` serves, and to whom."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A running `nnlab lab --lang ko`: its address, its token, and the home of its user."""
    home = tmp_path_factory.mktemp("home")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with (home / "log").open("w") as log:
        lab = subprocess.Popen(
            [sys.executable, "-m", "nnlab", "lab", "--lang", "ko", "--no-browser", "--port", str(port)],
            env=os.environ | {"HOME": str(home), "PYTHONPATH": str(REPOSITORY)}, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield *_address(lab, home / "log"), home
        finally:
            lab.terminate()
            lab.wait(20)


def _address(lab, log: Path) -> tuple[str, str]:
    for _ in range(1200):
        found = re.search(r"(http://127\.0\.0\.1:\d+)/doc/\S*/tree/ko/00_start_here\.ipynb\?token=(\w+)", log.read_text("utf-8"))
        if found:
            return found.groups()
        if lab.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"JupyterLab said:\n{log.read_text('utf-8')}")


def get(server, path: str) -> str:
    address, token, _ = server
    request = urllib.request.Request(f"{address}/{path}", headers={"Authorization": f"token {token}"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read().decode()


def test_the_server_asks_for_its_token(server):
    assert [entry["path"] for entry in json.loads(get(server, "api/contents/"))["content"]] == ["en", "ko"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server[0]}/api/contents/", timeout=20)
    assert refused.value.code == 403
    refused.value.close()


def test_no_other_computer_can_reach_it(server):
    port = int(server[0].rpartition(":")[2])
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_lab_asks_for_no_news_and_speaks_korean(server):
    settings = json.loads(get(server, "lab/api/settings/"))["settings"]
    defaults = {one["id"]: one["schema"].get("properties", {}) for one in settings}
    news = defaults["@jupyterlab/apputils-extension:notification"]
    assert (news["fetchNews"]["default"], news["checkForUpdates"]["default"]) == ("false", False)
    assert defaults["@jupyterlab/translation-extension:plugin"]["locale"]["default"] == "ko_KR"
    page = json.loads(re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', get(server, "lab"), re.DOTALL).group(1))
    assert page["news"] == {"disabled": True}
    assert page["extensionManager"]["can_install"] is False


def test_notebooks_run_in_this_very_python(server):
    kernel = json.loads(get(server, "api/kernelspecs"))["kernelspecs"]["python3"]
    assert Path(kernel["resources"].get("logo-64x64", "")).parts[:1] in ((), ("/",))
    assert kernel["spec"]["argv"][:3] == ["python", "-m", "ipykernel_launcher"]


def test_the_readers_own_settings_stay_untouched(server):
    get(server, "lab")
    written = [path.relative_to(server[2]).as_posix() for path in server[2].rglob("*") if path.is_file()]
    assert [name for name in written if "settings" in name or "labconfig" in name] == []
