"""A class on one computer: under `make hub` two students work in homes of their own, and no process is left at the end."""

import contextlib
import json
import os

import lab
import psutil
import pytest
from hub import PASSWORD, end_hub, expose_application, log_in, running, start_hub

WRITE = (
    """text => window.jupyterapp.shell.currentWidget.model.sharedModel.insertCell(0, {cell_type: 'markdown', source: text, metadata: {}})"""
)
pytestmark = [pytest.mark.browser, pytest.mark.slow]

if lab.chromium() is None and os.environ.get("NNLAB_REQUIRE_BROWSER") != "1":
    pytest.skip("no Chromium found (install chromium, or set NNLAB_REQUIRE_BROWSER=1 to make this an error)", allow_module_level=True)


def work(page, address: str, name: str, language: str) -> None:
    """In the page that opens first: run every cell, write a line, save."""
    page.wait_for_function(lab.OPEN, arg=f"{language}/00_start_here.ipynb", timeout=120_000)
    assert page.url.startswith(f"{address}/user/{name}/lab")
    notebook = lab.Notebook(page, f"{address}/user/{name}", f"{language}/00_start_here.ipynb")
    notebook.run_all()
    assert notebook.errors == []
    assert notebook.outside == []
    page.evaluate(WRITE, f"{name} was here")
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")


def listening(process: psutil.Process) -> list[str]:
    with contextlib.suppress(psutil.NoSuchProcess):  # it has ended meanwhile
        return [one.laddr.ip for one in process.net_connections(kind="inet") if one.status == psutil.CONN_LISTEN]
    return []


def test_two_students_work_side_by_side(tmp_path, browser):
    port = lab.free_port()
    address = f"http://127.0.0.1:{port}"
    expose_application(tmp_path, "hana", "bob")
    hub = start_hub(tmp_path, port)
    try:
        stranger = browser.new_page()
        for name, password in (("hana", "not the password"), ("../hana", PASSWORD)):  # the second name is another student's folder
            log_in(stranger, address, name, password)
            stranger.get_by_text("Invalid username or password").wait_for()
        assert "/hub/login" in stranger.request.get(f"{address}/user/hana/api/contents/").url

        pages = {}
        for name, language, locale in (("hana", "ko", "ko-KR"), ("bob", "en", "en-US")):
            pages[name] = browser.new_context(locale=locale).new_page()
            log_in(pages[name], address, name, PASSWORD)
            work(pages[name], address, name, language)

        for name, other, language in (("hana", "bob", "ko"), ("bob", "hana", "en")):
            own = tmp_path / "homes" / name / "nnlab-lecture"
            saved = json.loads((own / language / "00_start_here.ipynb").read_text("utf-8"))
            assert saved["cells"][0]["source"] in (f"{name} was here", [f"{name} was here"])
            ran = [cell for cell in saved["cells"] if cell["cell_type"] == "code"]
            assert all(cell["execution_count"] for cell in ran)
            assert any("image/png" in output.get("data", {}) for cell in ran for output in cell["outputs"])
            assert f"{other} was here" not in "".join(path.read_text("utf-8") for path in own.rglob("*.ipynb"))

            contents = pages[name].request.get(f"{address}/user/{name}/api/contents/").json()["content"]
            assert sorted(entry["path"] for entry in contents) == ["en", "ko"]
            for path in ("api/contents/", f"files/{language}/00_start_here.ipynb", "api/kernels"):
                assert pages[name].request.get(f"{address}/user/{other}/{path}").status in (403, 404)

        processes = [process for process, _, _ in running(hub)]
        assert len(processes) >= 7  # the hub, its proxy, its voting service, two servers, two kernels
        assert {address for process in processes for address in listening(process)} == {"127.0.0.1"}
        for page in (stranger, *pages.values()):
            page.context.close()
    finally:
        left = end_hub(hub)
    assert left == []
