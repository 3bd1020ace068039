"""A class that votes with its phones while the lecturer moves an explorer: whether every vote counts, how long it takes, what it costs.

`python benchmarks/votes.py` (`--write` puts the table into README.md) starts `nnlab present 04 --class`, moves a slider of its first
explorer in Chromium without and with 500 phones that vote within 10 seconds, and then lets 2,000 phones wait. All that is done
ROUNDS times, and the medians are reported. Needs Linux, whose /proc has the memory, and any address in 127.0.0.0/8.
"""

import asyncio
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import key_timing
from report import machine, p95, restart_without_settings, write
from sections import markdown_table
from student import memory_mb

sys.path.append(str(Path(__file__).parents[1] / "tests"))
import lab
from playwright.async_api import async_playwright
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from votes_client import Client, on_slide

from nnlab.votes.server import Access

ROOT = Path(__file__).parents[1]
PHONES, SECONDS, WAITING = 500, 10.0, 2000
SLIDER_SECONDS = 12.0
ROUNDS = 5  # of one, the times of a slider differ by a sixth


@contextmanager
def presentation(folder: Path):
    """`nnlab present 04 --class`; yields its process, the address of the presentation and that of the phones."""
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    own = {name: str(folder / name.lower()) for name in names} | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "nnlab", "present", "04", "--lang", "en", "--class", "--address", "127.0.0.1", "--no-browser"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=os.environ | own, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            while not (found := re.search(r"http://127\.0\.0\.1:\d+/lab/workspaces/\S+", (folder / "log").read_text("utf-8"))):
                assert process.poll() is None, (folder / "log").read_text("utf-8")
                time.sleep(0.1)
            phones = re.search(r"Phones vote at (\S+)", (folder / "log").read_text("utf-8"))[1]
            yield process, found[0], phones
        finally:
            process.terminate()
            process.wait(20)


def address_of(index: int) -> str:
    """Each phone has an address of its own, as in a Wi-Fi."""
    return f"127.0.{1 + index // 200}.{1 + index % 200}"


async def ask(client: AsyncHTTPClient, index: int, url: str, method: str = "GET", **options):
    """A request from the address of phone number `index`."""
    return await client.fetch(
        HTTPRequest(url, method, network_interface=address_of(index), request_timeout=60, **options), raise_error=False
    )


async def vote(client: AsyncHTTPClient, phones: str, index: int, start: float) -> float:
    """Load the page in the seconds before `start`, and vote at this phone's moment after it; returns the seconds that the vote took."""
    share = index / PHONES
    await asyncio.sleep(max(0.0, start - SECONDS / 2 * (1 - share) - time.monotonic()))
    page = await ask(client, index, phones)
    cookie, number = page.headers["Set-Cookie"].split(";")[0], re.search(r'name="question" value="(\d+)"', page.body.decode())[1]
    await asyncio.sleep(max(0.0, start + SECONDS * share - time.monotonic()))
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    started = time.perf_counter()
    answer = await ask(client, index, f"{phones}vote", "POST", headers=headers, body=f"question={number}&round=1&choice={index % 4}")
    assert answer.code == 200, answer.body
    return time.perf_counter() - started


async def wait_for_news(client: AsyncHTTPClient, phones: str, index: int, cookie: str, tag: str) -> None:
    """A phone that has the page open until the vote goes on."""
    while (await ask(client, index, f"{phones}state?seen={tag}", headers={"Cookie": cookie})).code != 200:
        pass


async def move_slider(page, seconds: float) -> list[float]:
    """Milliseconds from a key to the new picture, again and again."""
    handle = page.locator(".nnlab-explorer .noUi-handle").locator("visible=true").first
    await handle.focus()
    times, key, end = [], "ArrowRight", time.monotonic() + seconds
    while time.monotonic() < end:
        at = await handle.get_attribute("aria-valuenow")
        limits = [await handle.get_attribute(f"aria-value{name}") for name in ("min", "max")]
        key = "ArrowRight" if at == limits[0] else "ArrowLeft" if at == limits[1] else key
        await page.evaluate("() => { window.shownAt.length = 0; }")
        await page.keyboard.press(key)
        await page.wait_for_function("() => window.shownAt.length > 0", timeout=20_000, polling="raf")
        times.append(await page.evaluate("() => window.shownAt[0] - window.pressedAt"))
        await page.wait_for_timeout(100)
    return times


async def measure(process, address: str, phones: str) -> dict[str, float]:
    """One round: seconds of votes, milliseconds of the slider, megabytes, seconds until all have the news."""
    client = SimpleAsyncHTTPClient(max_clients=WAITING + 100)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=lab.chromium(), args=lab.CHROMIUM_FLAGS)
        page = await browser.new_page(viewport={"width": 1280, "height": 720})
        await page.goto(address)
        await page.wait_for_selector(".nnlab-deck[data-page='1']:not([data-running])", timeout=120_000)
        config = await page.evaluate("() => JSON.parse(document.getElementById('jupyter-config-data').textContent)")
        presenter = Client(Access(phones, config["nnlabVotesControl"], config["nnlabVotesSecret"]))
        await page.evaluate(key_timing.WATCH_PICTURES)
        while not await page.locator(".nnlab-explorer").locator("visible=true").count():
            await page.keyboard.press("PageDown")
        await move_slider(page, 3.0)  # warms up
        alone = await move_slider(page, SLIDER_SECONDS)
        await asyncio.to_thread(presenter.control, "/slide", {"question": on_slide("practice")})
        await asyncio.to_thread(presenter.act, "open")
        start = time.monotonic() + 0.6 * SECONDS
        votes = asyncio.gather(*(vote(client, phones, index, start) for index in range(PHONES)))
        await asyncio.sleep(start - time.monotonic())
        meanwhile = await move_slider(page, SECONDS)
        taken = await votes
        counted = (await asyncio.to_thread(presenter.act, "close"))["counts"][0]
        await browser.close()
    assert counted == [PHONES // 4] * 4, f"votes are lost or counted twice: {counted}"
    before = memory_mb(process.pid)
    pages = await asyncio.gather(*(ask(client, index, phones) for index in range(WAITING)))
    tag = re.search(r'data-tag="([^"]+)"', pages[0].body.decode())[1]
    cookies = [page.headers["Set-Cookie"].split(";")[0] for page in pages]
    waits = [asyncio.create_task(wait_for_news(client, phones, index, cookie, tag)) for index, cookie in enumerate(cookies)]
    await asyncio.sleep(15)
    memory = memory_mb(process.pid) - before
    started = time.perf_counter()
    await asyncio.to_thread(presenter.act, "show")
    await asyncio.gather(*waits)
    woken = time.perf_counter() - started
    alone, meanwhile = statistics.median(alone), statistics.median(meanwhile)
    return {"vote": statistics.median(taken), "slow": p95(taken), "alone": alone, "meanwhile": meanwhile, "ratio": meanwhile / alone,
            "memory": memory, "woken": woken}  # fmt: skip


def table(rounds: list[dict[str, float]]) -> list[list[str]]:
    """The rows of the table: what was measured, the result, and what was asked for."""
    of = {name: [one[name] for one in rounds] for name in rounds[0]}
    median = {name: statistics.median(values) for name, values in of.items()}
    ratios = f"{median['ratio']:.2f}×; {min(of['ratio']):.2f}–{max(of['ratio']):.2f}×"
    return [
        [f"votes of {PHONES} phones within {SECONDS:.0f} s", f"{PHONES} counted, in {len(rounds)} of {len(rounds)} rounds",
         "none lost, none counted twice"],
        ["a vote, median", f"{1000 * median['vote']:.0f} ms", ""],
        ["a vote, 95th percentile", f"{1000 * median['slow']:.0f} ms (at most {1000 * max(of['slow']):.0f} ms)", "under 250 ms"],
        ["a key of a slider to the new picture, alone", f"{median['alone']:.1f} ms", ""],
        ["the same while they vote", f"{median['meanwhile']:.1f} ms ({ratios})", "at most 1.5×"],
        [f"memory for {WAITING:,} phones that wait", f"{median['memory']:.0f} MB ({1000 * median['memory'] / WAITING:.0f} KB each)", ""],
        [f"news for all {WAITING:,}", f"{median['woken']:.1f} s", ""],
    ]  # fmt: skip


def main() -> None:
    """Measure, print, and write the table where that is asked for."""
    restart_without_settings()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(2 * WAITING + 500, hard)), hard))
    rounds = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder, presentation(Path(folder)) as (process, address, phones):
            rounds.append(asyncio.run(measure(process, address, phones)))
    write("votes", f"{markdown_table([['measured', 'result', 'asked for'], *table(rounds)])}\n\n{machine('tornado')}")


if __name__ == "__main__":
    main()
