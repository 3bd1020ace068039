"""What programs and pages show that are not JupyterLab: an exported page has no kernel, and others have grounds of their own."""

import pytest
from ipywidgets.embed import embed_snippet

import nnlab
from nnlab import explorers

pytestmark = pytest.mark.browser

# What the front end of a widget gets on a page without a kernel: its last state, and nobody who listens.
SHOW = """async ([source, state, frame]) => {
  const { default: widget } = await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  const model = {
    get: name => name === 'frame' && frame ? new DataView(Uint8Array.from(frame).buffer) : state[name],
    set: () => {}, save_changes: () => {}, send: () => {}, on: () => {}, off: () => {},
  };
  const place = document.createElement('div');
  document.querySelector('.nnlab-explorer').append(place);
  widget.render({ model, el: place });
}"""
# The text of an element with the colours that it is seen in: its own, and the nearest ground that is not transparent.
COLOURS = """element => {
  const ground = part => {
    const colour = getComputedStyle(part).backgroundColor;
    return colour === 'rgba(0, 0, 0, 0)' ? ground(part.parentElement) : colour;
  };
  return [getComputedStyle(element).color, ground(element)].map(colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number));
}"""
LOST = "figcaption => getComputedStyle(figcaption, '::after').content"
HOSTS = {
    "a plain page": '<body style="background: #fff; color: #000"><div>',
    "VS Code, dark": '<body class="vscode-dark" style="background: #1e1e1e; color: #ccc"><div style="background: #fff">',
    "Colab, dark": '<html theme="dark"><body style="background: #383838; color: #e3e3e3"><div>',
    "an unknown dark page": '<body style="background: #222; color: #ddd"><div>',
}


@pytest.fixture
def empty_page(browser):
    context = browser.new_context()
    context.route("http**", lambda route: route.abort())
    yield context.new_page()
    context.close()


def show(page, widget) -> None:
    state = {name: value for name, value in widget.get_state().items() if not isinstance(value, bytes | memoryview)}
    page.add_style_tag(content=widget._css)
    page.evaluate(SHOW, [widget._esm, state, list(getattr(widget, "frame", b""))])


def contrast(element) -> float:
    """How many times lighter the lighter one of text and ground is, by the definition of WCAG."""
    light = []
    for colour in element.evaluate(COLOURS):
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (value / 255 for value in colour)]
        light.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(light) + 0.05) / (min(light) + 0.05)


@pytest.mark.parametrize(("language", "words"), [("en", "exported"), ("ko", "내보낸")])
def test_an_exported_page_says_that_it_has_no_kernel(empty_page, language, words):
    nnlab.use_language(language)
    explorer, prediction = explorers.decision_boundary(), nnlab.predict("practice")
    page = empty_page
    page.set_content(embed_snippet(views=[explorer, prediction]) + '<div class="nnlab-explorer jupyter-widgets-disconnected"></div>')
    show(page, explorer.canvas)
    assert words in page.locator("figcaption").evaluate(LOST)
    show(page, prediction)
    page.locator(".nnlab-prediction input").first.check()
    page.locator(".nnlab-prediction button").click()
    assert words in page.locator(".nnlab-prediction [role=status]").inner_text()
    assert page.locator(".nnlab-prediction input").first.is_enabled()


def test_a_page_whose_kernel_stopped_says_something_else(empty_page):
    explorer = explorers.decision_boundary()
    empty_page.set_content('<div class="nnlab-explorer jupyter-widgets-disconnected"></div>')
    show(empty_page, explorer.canvas)
    assert "kernel has stopped" in empty_page.locator("figcaption").evaluate(LOST)


@pytest.mark.parametrize("host", HOSTS)
def test_texts_can_be_read_on_any_ground(empty_page, host):
    page, explorer, prediction = empty_page, explorers.decision_boundary(), nnlab.predict("practice")
    page.set_content(f'{HOSTS[host]}<div class="nnlab-explorer"><b class="nnlab-title">title</b></div></div>')
    show(page, explorer.canvas)
    show(page, prediction)
    for place in (".nnlab-title", "figcaption", ".nnlab-hint", ".nnlab-prediction legend", ".nnlab-prediction label"):
        assert contrast(page.locator(place).first) >= 4.5, place
