"""A notebook as `nnlab present` shows it, for the browser's tests."""

import lab
from explorer_page import ANSWERED


class Presentation:
    """A notebook as `nnlab present` opens it. `wait`: until all its cells have run behind the slides."""

    def __init__(self, page, address: str, path: str, *, wait: bool = True):
        self.page, self.console, self.outside = page, [], []
        page.on("console", lambda message: message.type == "error" and self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.on("request", lambda request: self._on_request(request.url))
        workspace = f"nnlab-present-{path[:2]}-{path[3:5]}"
        page.goto(f"{address}/lab/workspaces/{workspace}/tree/{path}?token={lab.TOKEN}")
        if wait:
            page.wait_for_selector(".nnlab-deck[data-page]", timeout=90_000)
            page.evaluate(lab.WATCH_IOPUB)
            self.wait_until_alive()

    def _on_request(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
            self.outside.append(url)

    def wait_until_alive(self) -> None:
        """Wait until all cells have run."""
        self.page.wait_for_selector(".nnlab-deck[data-page]:not([data-running])", timeout=240_000)

    @property
    def deck(self):
        return self.page.locator(".nnlab-deck")

    @property
    def number(self) -> int:
        return int(self.deck.get_attribute("data-page"))

    @property
    def pages(self) -> int:
        return int(self.deck.get_attribute("data-pages"))

    def press(self, *keys: str) -> None:
        """Press the keys, and wait until the slide is visible."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_function("() => document.querySelector('.nnlab-content')?.style.visibility !== 'hidden'")

    def visible(self, selector: str):
        return self.page.locator(f".nnlab-content {selector}").locator("visible=true")

    def problems(self) -> list[str]:
        """Errors of cells, of callbacks and of the page, and requests to other hosts."""
        kernel = [text for text in self.page.evaluate("() => window.nnlabIopub") if not text.startswith("No such comm")]
        return self.page.evaluate(lab.ERRORS) + kernel + self.console + self.outside

    def close(self) -> None:
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget?.sessionContext.shutdown()")
        self.page.close()


def move_explorer(presentation) -> None:
    """Move the first slider in sight by key, or show the second preset: the picture or its status changes."""
    canvas = presentation.visible(".nnlab-picture canvas").first
    place = presentation.visible(".nnlab-explorer").first
    before = [canvas.element_handle(), int(canvas.get_attribute("data-frames")), place.locator("figcaption").inner_text()]
    handle = place.locator(".noUi-handle:visible").first
    if handle.count():
        handle.focus()
        at_end = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
        presentation.press(*(["ArrowLeft"] * 2 if at_end else ["ArrowRight"] * 2))
    else:
        presentation.press("2")
    presentation.page.wait_for_function(ANSWERED, arg=before, timeout=20_000)
    assert place.locator(".nnlab-failed").count() == 0, place.locator("figcaption").inner_text()
