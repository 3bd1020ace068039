"""What goes wrong on a reader's screen: reloaded, opened twice, its kernel interrupted or gone, its slider moved far too fast."""

import os
import re
import signal

import lab
import psutil
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = [
    'import os\nimport nnlab\nnnlab.use_language("en")\nprint(os.getpid())',
    "curve = nnlab.explorers.activation_curve()\ncurve",
    'nnlab.predict("practice")',
]
LONG = "death = nnlab.explorers.leaky()\ndeath"
PANEL = "window.jupyterapp?.shell?.currentWidget"
KERNEL = f"{PANEL}.sessionContext.session.kernel"
# What a cell printed last, and a way to ask the kernel something now.
OUTPUT = f"index => {PANEL}.model.cells.get(index).toJSON().outputs.map(one => [one.text ?? ''].flat().join('')).join('')"
ASK = f"""async code => {{
  let text = '';
  const request = {KERNEL}.requestExecute({{code}});
  request.onIOPub = message => {{ if (message.header.msg_type === 'stream') text += message.content.text; }};
  await request.done;
  return text;
}}"""
LOST = """() => [...document.querySelectorAll('.nnlab-picture figcaption')]
  .map(place => getComputedStyle(place, '::after').content).filter(text => text.includes('kernel has stopped'))"""
# Arrow keys on a slider at 200 Hz: to the right and back again and again, then as many to the left as are asked for.
BURST = """async ([handle, seconds, last]) => {
  const press = key => handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
  const began = performance.now(), events = Math.ceil(200 * seconds / 80) * 80;
  let pressed = 0;
  await new Promise(done => {
    const timer = setInterval(() => {
      const due = Math.min(events, (performance.now() - began) / 5);  // a slow page gets several at once
      while (pressed < due) press(pressed++ % 80 < 40 ? 'ArrowRight' : 'ArrowLeft');
      if (pressed === events) { clearInterval(timer); done(); }
    }, 5);
  });
  for (let i = 0; i < last; i++) press('ArrowLeft');
  return (performance.now() - began) / 1000;
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="module")
def own_lab(folder):
    with lab.serve(folder) as address:
        yield address


@pytest.fixture
def open_notebook(own_lab, browser, folder, request):
    path = re.sub(r"\W+", "_", request.node.name) + ".ipynb"
    lab.write_notebook(folder / path, [*CELLS, *getattr(request, "param", [])])
    context = browser.new_context(viewport={"width": 1280, "height": 900})

    def open():
        return lab.Notebook(context.new_page(), own_lab, path)

    yield open
    context.close()


def caption(page, i: int = 0):
    return page.locator(".nnlab-picture figcaption").nth(i)


def status(page, i: int = 0) -> str:
    return caption(page, i).inner_text()


def press(page, key: str, times: int = 1, i: int = 0) -> None:
    handle = page.locator(".nnlab-explorer .noUi-handle").nth(i)
    handle.scroll_into_view_if_needed()
    handle.focus()
    for _ in range(times):
        page.keyboard.press(key)


def until(page, text: str, i: int = 0) -> None:
    """Wait until the sentence says it."""
    says = "([i, text]) => document.querySelectorAll('.nnlab-picture figcaption')[i]?.innerText.includes(text)"
    page.wait_for_function(says, arg=[i, text], timeout=30_000)


def ready(notebook) -> None:
    notebook.page.wait_for_function(f"() => {PANEL}?.sessionContext?.session?.kernel", timeout=60_000)
    notebook.wait_until_idle()


def test_a_reloaded_page_shows_where_the_reader_was(open_notebook):
    notebook = open_notebook()
    page = notebook.page
    notebook.run_all()
    press(page, "ArrowLeft", 10)
    until(page, "z = 1.5")
    page.locator(".nnlab-prediction input").nth(0).check()
    page.locator(".nnlab-prediction button").click()
    page.locator(".nnlab-prediction [role=status] p").wait_for()
    notebook.wait_until_idle()
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_timeout(500)
    page.reload()
    ready(notebook)
    page.wait_for_selector(".nnlab-picture canvas[data-frames]", timeout=60_000)
    until(page, "z = 1.5")
    assert page.locator(".nnlab-prediction input").first.is_disabled()
    press(page, "ArrowRight", 10)
    until(page, "z = 2.0")
    assert page.evaluate(LOST) == []


def test_two_views_of_one_explorer_show_the_same(open_notebook):
    notebook = open_notebook()
    page = notebook.page
    notebook.run_all()
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 1; }")
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:create-output-view')")
    page.wait_for_function("() => document.querySelectorAll('.nnlab-picture canvas[data-frames]').length === 2", timeout=30_000)
    for key, text in (("ArrowLeft", "z = 1.5"), ("ArrowRight", "z = 2.0")):
        for i in range(2):
            press(page, key, 5, i if page.locator(".nnlab-explorer .noUi-handle").count() > 1 else 0)
        for i in range(2):
            until(page, text, i)
    frames = page.eval_on_selector_all(".nnlab-picture canvas", "all => all.map(one => one.toDataURL())")
    assert frames[0] == frames[1]


def test_two_pages_show_the_same(open_notebook):
    one = open_notebook()
    one.run_all()
    press(one.page, "ArrowLeft", 10)
    until(one.page, "z = 1.5")
    one.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    one.page.wait_for_timeout(500)
    other = open_notebook()
    other.page.wait_for_selector(".nnlab-picture canvas[data-frames]", timeout=60_000)
    until(other.page, "z = 1.5")
    press(other.page, "ArrowLeft", 10)
    for page in (other.page, one.page):
        until(page, "z = 1.0")
    press(one.page, "ArrowRight", 4)
    for page in (other.page, one.page):
        until(page, "z = 1.2")


@pytest.mark.parametrize("how", ["restarted", "killed"])
def test_without_a_kernel_the_picture_stays(open_notebook, how):
    notebook = open_notebook()
    page = notebook.page
    notebook.run_all()
    before = page.eval_on_selector(".nnlab-picture canvas", "canvas => canvas.toDataURL()")
    assert page.evaluate(LOST) == []
    if how == "restarted":
        page.evaluate(f"() => {KERNEL}.restart()")
    else:
        os.kill(int(page.evaluate(OUTPUT, 0)), signal.SIGKILL)
        page.locator(".jp-Dialog button.jp-mod-accept").click(timeout=60_000)  # Lab says that it restarts the kernel
    page.wait_for_function(f"() => ({LOST})().length === 1", timeout=60_000)
    page.locator(".nnlab-prediction input").first.check()
    page.locator(".nnlab-prediction button").click()
    page.locator(".nnlab-prediction [role=status]", has_text="The kernel is not responding").wait_for()
    assert page.eval_on_selector(".nnlab-picture canvas", "canvas => canvas.toDataURL()") == before
    notebook.wait_until_idle()
    notebook.run_all()
    assert page.evaluate(LOST) == []
    press(page, "ArrowLeft", 10)
    until(page, "z = 1.5")


@pytest.mark.parametrize("open_notebook", [[LONG]], indirect=True)
def test_an_interrupted_kernel_goes_on(open_notebook):
    notebook = open_notebook()
    page = notebook.page
    notebook.run_all()
    place = page.locator(".nnlab-explorer").nth(1)
    handle = place.locator(".noUi-handle").first
    handle.scroll_into_view_if_needed()
    for _ in range(6):
        handle.focus()
        page.keyboard.press("ArrowRight")
        page.evaluate(f"() => {KERNEL}.interrupt()")
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(1000)
    page.wait_for_function("place => getComputedStyle(place.querySelector('.widget-hprogress')).visibility === 'hidden'",
                           arg=place.element_handle(), timeout=60_000)  # fmt: skip
    assert place.locator(".nnlab-failed").count() == 0
    expected = page.evaluate(ASK, "print(death.status)").strip()
    assert place.locator("figcaption").inner_text() == expected
    assert "0.15" in expected


def test_200_events_a_second_for_half_a_minute(open_notebook):
    notebook = open_notebook()
    page = notebook.page
    notebook.run_all()
    kernel = psutil.Process(int(page.evaluate(OUTPUT, 0)))
    tools = page.context.new_cdp_session(page)

    def memory():
        notebook.wait_until_idle()
        tools.send("HeapProfiler.collectGarbage")
        return kernel.memory_info().rss / 2**20, tools.send("Runtime.getHeapUsage")["usedSize"] / 2**20

    handle = page.locator(".nnlab-explorer .noUi-handle").first.element_handle()
    page.evaluate(BURST, [handle, 3, 0])
    before = memory()
    seconds = page.evaluate(BURST, [handle, 30, 10])
    until(page, "z = 1.5")
    after = memory()
    print(f"{seconds:.1f} s; kernel {before[0]:.0f} -> {after[0]:.0f} MB, page {before[1]:.0f} -> {after[1]:.0f} MB")
    assert seconds < 33
    assert after[0] - before[0] < 30
    assert after[1] - before[1] < 30
    assert page.evaluate(ASK, "print(1 + 1)") == "2\n"
    press(page, "ArrowRight", 10)
    until(page, "z = 2.0")
    assert notebook.errors == []
