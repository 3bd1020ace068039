"""A page of the website with explorers that move, operated as a reader does, and compared with what was exported."""

import hashlib
import json
from pathlib import Path

import frame_file
from explorer_page import PIXELS

PICTURE, STATUS, PLACES = range(3)  # of an exported frame


class MovingExplorer:
    """One explorer: its figure, and the data that the page loads for it."""

    def __init__(self, page, figure, site: Path):
        self.page, self.figure = page, figure
        on_phone = page.viewport_size["width"] <= 640 and figure.get_attribute("data-phone") is not None
        files = site / page.url.rstrip("/").split("/")[-2] / figure.get_attribute("data-phone" if on_phone else "data-explorer")
        self.data = json.loads(files.with_name(f"{files.name}.json").read_text("utf-8"))
        theme = int(page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches"))
        films = [files.with_name(f"{files.name}.{number}.bin").read_bytes() for number in range(1, self.data["files"] + 1)]
        self.pictures = [
            hashlib.sha256(picture[..., theme].tobytes()).hexdigest() for picture in frame_file.decode(films, self.data["size"])
        ]
        self.canvas, self.controls = figure.locator("canvas"), figure.locator(".controls label")
        self.presets = figure.locator(".presets button")

    def load(self) -> None:
        """Scroll to it: only then it is loaded."""
        self.figure.scroll_into_view_if_needed()
        self.figure.locator("canvas").wait_for(timeout=30_000)

    def wait_for_picture(self) -> None:
        """Wait until the picture of the places of all controls is shown: its file may have to be loaded."""
        places = self.places()
        expected = [self.pictures[frame[PICTURE]] for frame in self.frames() if frame[PLACES] == places]
        shown = f"async ([canvas, expected]) => expected.includes(await ({PIXELS})(canvas))"
        self.page.wait_for_function(shown, arg=[self.canvas.element_handle(), expected], timeout=30_000)

    def check(self, what: str) -> list:
        """The frame that is shown, found by the places of all controls: picture, status and alternative text have to be those exported."""
        self.wait_for_picture()
        places = self.places()
        status = self.figure.locator(".status").inner_text()
        assert self.canvas.get_attribute("aria-label") == status, what
        shown = (self.canvas.evaluate(PIXELS), status)
        exported = [
            (self.pictures[frame[PICTURE]], self.data["statuses"][frame[STATUS]]) for frame in self.frames() if frame[PLACES] == places
        ]
        assert shown in exported, f"{what}: {places} shows {status}"
        return places

    def frames(self) -> list:
        """All exported frames."""
        found = []
        for base in self.data["bases"]:
            found += [base["frame"], *(frame for travel in base["travels"] for frame in travel.values())]
        return found

    def places(self) -> list[int]:
        """Where all controls are, in the lists of their values."""
        return [self.place(i) for i in range(self.controls.count())]

    def place(self, control: int) -> int:
        """Where a control is."""
        label, kind, values = self.controls.nth(control), self.data["controls"][control]["kind"], self.data["controls"][control]["values"]
        if kind == "list":
            return label.locator("select").evaluate("list => list.selectedIndex")
        if kind == "check":
            return int(label.locator("input").is_checked())
        readout = label.locator(".readout").inner_text()
        assert label.locator("input").get_attribute("aria-valuetext") == readout
        return values.index(readout)

    def move_end_to_end(self, control: int) -> set[int]:
        """Move a control through all its values by keys, from the opening; returns the places at which it has been."""
        self.presets.last.click()  # Reset
        label, kind = self.controls.nth(control), self.data["controls"][control]["kind"]
        name = self.data["controls"][control]["label"]
        if kind == "check":
            seen = set()
            for _ in range(2):
                label.locator("input").press("Space")
                seen.add(self.check(name)[control])
            return seen
        if kind == "list":
            seen = set()
            for place in range(len(self.data["controls"][control]["values"])):
                label.locator("select").select_option(index=place)
                seen.add(self.check(name)[control])
            return seen
        slider = label.locator("input")
        slider.press("Home")
        seen = {self.check(f"{name}, first value")[control]}
        for _ in range(int(slider.get_attribute("max"))):
            slider.press("ArrowRight")
            seen.add(self.place(control))
        self.check(f"{name}, last value")
        return seen


def differs_only_in(control: int, places: list[int], others: list[int]) -> bool:
    """Whether all controls but this one are at the same places."""
    return places[:control] + places[control + 1 :] == others[:control] + others[control + 1 :]


def drive(explorer: MovingExplorer) -> None:
    """Move every control end to end, press every preset and Reset, play what can be played."""
    explorer.load()
    data = explorer.data
    opening = explorer.check("opening")
    assert explorer.controls.count() == len(data["controls"])
    base = data["bases"][0]
    for control, travel in enumerate(base["travels"]):
        reached = {frame[PLACES][control] for frame in travel.values()}  # a scene may hold a control back
        if data["controls"][control]["kind"] == "list":  # whose values may also lead to what a preset shows
            reached |= {places[control] for *_, places in explorer.frames() if differs_only_in(control, places, base["frame"][PLACES])}
        assert explorer.move_end_to_end(control) == reached, data["controls"][control]["label"]
    for number, base in enumerate(data["bases"][1:]):
        button = explorer.presets.nth(number)
        button.press("Enter")
        assert explorer.check(base["label"]) == base["frame"][PLACES]
        assert explorer.figure.locator('[aria-pressed="true"]').all_inner_texts().count(base["label"]) == 1
    explorer.presets.last.click()
    assert explorer.check("Reset") == opening
    for button in explorer.figure.locator("button.play").all():
        slider = button.locator("xpath=..").locator("input")
        slider.press("Home")
        button.click()
        explorer.page.wait_for_function("slider => slider.valueAsNumber >= 2", arg=slider.element_handle(), timeout=20_000)
        button.click()
        explorer.check("played")
