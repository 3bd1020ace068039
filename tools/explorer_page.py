"""One explorer on a page of Lab, operated as a reader does: for tests and measurements in the browser."""

import lab
from playwright.sync_api import TimeoutError

# A picture with the same pixels as the last one is not painted again, but its status may differ.
ANSWERED = """([canvas, frames, status]) =>
  Number(canvas.dataset.frames) > frames || canvas.parentElement.querySelector('figcaption').innerText !== status"""
PIXELS = """async canvas => {
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const hash = await crypto.subtle.digest('SHA-256', pixels);
  return [...new Uint8Array(hash)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}"""


class ExplorerPage:
    """One explorer: its place on the page, its picture, its status."""

    def __init__(self, notebook: lab.Notebook, place):
        self.notebook, self.page, self.place = notebook, notebook.page, place
        self.canvas = place.locator(".nnlab-picture canvas")

    @property
    def frames(self) -> int:
        """How many frames have been painted."""
        return int(self.canvas.get_attribute("data-frames") or 0)

    @property
    def status(self) -> str:
        """The status under the picture."""
        return self.place.locator("figcaption").inner_text()

    @property
    def pixels(self) -> str:
        """A hash of the picture's pixels."""
        return self.canvas.evaluate(PIXELS)

    @property
    def failed(self) -> bool:
        """Whether the status is an error."""
        return self.place.locator(".nnlab-failed").count() > 0

    def after(self, action, what: str) -> None:
        """Do `action`, called `what`, and wait: a new picture or status has to appear, without an error."""
        before = [self.canvas.element_handle(), self.frames, self.status]
        action()
        try:
            self.page.wait_for_function(ANSWERED, arg=before, timeout=20_000)
        except TimeoutError as error:
            raise AssertionError(f"{what} changed nothing: {self.status}") from error
        assert not self.failed, f"{what}: {self.status}"

    def slider(self, place: int):
        """A function that moves one of the sliders in sight by two steps with the keyboard, away from its end."""
        handle = self.place.locator(".noUi-handle:visible").nth(place)
        key = "ArrowLeft" if handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax") else "ArrowRight"

        def move() -> None:
            handle.focus()
            self.page.keyboard.press(key)
            self.page.keyboard.press(key)

        return move

    def unfold(self) -> None:
        """Show the controls that are folded away."""
        more = self.place.locator(".nnlab-more")
        if more.count() and more.get_attribute("aria-expanded") == "false":
            more.click()

    def move_first(self) -> None:
        """Move the first slider by keys; where none is in sight, press the second preset."""
        if self.place.locator(".noUi-handle:visible").count():
            self.slider(0)()
        else:
            self.place.locator(".nnlab-preset").nth(1).click()

    def reset(self) -> None:
        """Press Reset."""
        self.place.locator("button:has(.fa-undo)").click()
        self.notebook.wait_until_idle()


def explorers(notebook: lab.Notebook) -> list[ExplorerPage]:
    """The explorers of an open notebook in its order."""
    places = notebook.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .nnlab-explorer")
    return [ExplorerPage(notebook, places.nth(i)) for i in range(places.count())]
