"""Times a key in the browser: from the press on a slider or a list until a new picture is on the screen."""

from playwright.sync_api import TimeoutError

# Notes when pictures appear: at the first animation frame after a canvas was drawn on or an <img> has loaded.
WATCH_PICTURES = """() => {
  window.shownAt = [];
  const note = () => requestAnimationFrame(() => window.shownAt.push(performance.now()));
  for (const name of ['drawImage', 'putImageData']) {
    const original = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...args) { original.apply(this, args); note(); };
  }
  document.addEventListener('load', event => event.target.tagName === 'IMG' && note(), true);
  addEventListener('keydown', () => { window.pressedAt = performance.now(); }, true);
}"""
# The same for libraries that draw with SVG (bqplot, plotly): any change within their figures counts as a picture.
WATCH_SVG = """() => {
  const note = () => requestAnimationFrame(() => window.shownAt.push(performance.now()));
  for (const figure of document.querySelectorAll('.bqplot, .js-plotly-plot'))
    new MutationObserver(note).observe(figure, {subtree: true, attributes: true, childList: true});
}"""
BURST_KEYS, BURST_INTERVAL_MS = 60, 16


def press(page, control, key: str, timeout: float = 20_000) -> float:
    """Milliseconds from pressing a key on a control to the first new picture."""
    control.focus()
    page.evaluate("() => { window.shownAt.length = 0; }")
    page.keyboard.press(key)
    page.wait_for_function("() => window.shownAt.length > 0", timeout=timeout, polling="raf")
    return page.evaluate("() => window.shownAt[0] - window.pressedAt")


def step(page, control, forward: bool) -> tuple[bool, float]:
    """Move a control until its picture changes; returns the direction for the next step, and milliseconds.

    It turns back at the end, and where a step changes nothing (beyond the last snapshot, or between two).
    """
    forward ^= is_at_end(control, forward)
    turned = False
    while True:
        try:
            return forward, press(page, control, arrow_key(control, forward), timeout=1000)
        except TimeoutError:
            forward ^= is_at_end(control, forward) or not turned
            turned = True


def burst(page, control) -> float:
    """Milliseconds from the last of many quick key presses until the picture no longer changes, starting at the slider's minimum."""
    control.focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(1500)
    page.evaluate("() => { window.shownAt.length = 0; }")
    for _ in range(BURST_KEYS):
        page.keyboard.press("ArrowRight", delay=0)
        page.wait_for_timeout(BURST_INTERVAL_MS)
    page.wait_for_timeout(3000)
    return page.evaluate("() => Math.max(1, ...window.shownAt.map(time => time - window.pressedAt))")


def is_list(control) -> bool:
    return control.evaluate("element => element.tagName") == "SELECT"


def arrow_key(control, forward: bool) -> str:
    """The key that moves a slider or a list by one step."""
    return ("ArrowUp", "ArrowDown")[forward] if is_list(control) else ("ArrowLeft", "ArrowRight")[forward]


def is_at_end(control, forward: bool) -> bool:
    """Whether a slider or a list cannot move further in this direction."""
    if is_list(control):
        return control.evaluate("(e, forward) => e.selectedIndex === (forward ? e.options.length - 1 : 0)", forward)
    return control.get_attribute("aria-valuenow") == control.get_attribute("aria-valuemax" if forward else "aria-valuemin")
