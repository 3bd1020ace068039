"""Take the READMEs' pictures from the lecture running in Lab: `python tools/screenshots.py [FOLDER]`; the default folder is `docs`."""

import argparse
import json
from pathlib import Path

import lab
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
EXPLORER = "03_single_neuron_classifier", "decision_boundary"  # the notebook whose first explorer is taken, and the name of the picture
SLIDE = ("05_sigmoid", "zigzag-explorer")  # (notebook, the cell whose slide is taken)


def present(page, address: str, language: str, target: Path) -> None:
    """Take a picture of a slide as it is on the screen."""
    name, cell = SLIDE
    index = [one["id"] for one in json.loads((ROOT / "notebooks" / language / f"{name}.ipynb").read_text("utf-8"))["cells"]].index(cell)
    page.goto(f"{address}/lab/workspaces/nnlab-present-{language}/tree/{language}/{name}.ipynb?token={lab.TOKEN}")
    page.wait_for_selector(".nnlab-deck[data-page]:not([data-running])", timeout=120_000)
    while not page.locator(".jp-Cell").nth(index).is_visible():
        page.keyboard.press("PageDown")
    page.wait_for_timeout(1000)
    page.screenshot(path=target)


def main() -> None:
    """Run the notebooks in both languages and take pictures of an explorer and a slide."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs", help="where to write; default: %(default)s")
    folder = parser.parse_args().folder
    with lab.serve(ROOT / "notebooks") as address, sync_playwright() as playwright:
        for language in ("ko", "en"):
            (folder / language).mkdir(parents=True, exist_ok=True)
            name, title = EXPLORER
            with lab.open_browser(playwright, width=1500, height=1100) as page:
                lab.Notebook(page, address, f"{language}/{name}.ipynb").run_all()
                explorer = page.locator(".nnlab-explorer").first
                explorer.scroll_into_view_if_needed()
                page.wait_for_timeout(1000)
                explorer.screenshot(path=folder / language / f"{title}.png")
            with lab.open_browser(playwright, width=1280, height=720) as page:
                present(page, address, language, folder / language / "presenting.png")


if __name__ == "__main__":
    main()
