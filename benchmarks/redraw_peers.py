"""What a slider costs in every way that Jupyter offers, with the same two panels: in the kernel, on the wire, to the screen.

Run as `python benchmarks/redraw_peers.py` (`--write` puts the table into benchmarks/README.md); needs the `bench` extra, and a Chromium for
the second half. Each way has a kernel and a notebook of its own, and they take turns. In the kernel, a client sends the browser's own
messages and answers as the front end does where a library waits for that; the time is from the message to the kernel's word that it
is idle again, the bytes are all that it sent meanwhile.
"""

import contextlib
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import report
import ways

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import lab
import redraw

ROUNDS = 16


class Kernel:
    """A kernel that has run the notebook of one way, and a client that stands in for the browser."""

    def __init__(self, way: str):
        from jupyter_client.manager import start_new_kernel

        self._manager, self._client = start_new_kernel()
        for cell in ways.notebook(way, str(report.HERE)):
            self._run(cell)
        if "draw_idle" in way or way == "mpl-interactions":  # the front end of ipympl says that it is there
            self._figure = self._run("print(figure.canvas.comm.comm_id)")
            self._wait(self._say(self._figure, {"type": "initialized"}), self._say(self._figure, {"type": "draw"}))
        self._slider = self._run("print(slider.comm.comm_id)")
        self._values = json.loads(self._run("print([slider.min, slider.max, slider.step])"))

    def _run(self, code: str) -> str:
        said = []
        hook = lambda message: said.append(message["content"].get("text", "")) if message["msg_type"] == "stream" else None  # noqa: E731
        reply = self._client.execute_interactive(code, output_hook=hook, timeout=60)
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"the measured code failed: {reply['content']['ename']}: {reply['content']['evalue']}")
        return "".join(said).strip()

    def _send(self, comm: str, data: dict) -> str:
        message = self._client.session.msg("comm_msg", {"comm_id": comm, "data": data})
        self._client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def _say(self, comm: str, content: dict) -> str:
        return self._send(comm, {"method": "custom", "content": content})

    def _wait(self, *waiting: str) -> int:
        """Until the kernel has dealt with these messages, and with what the front end answers; the bytes that it sent."""
        waiting, sent = set(waiting), 0
        while waiting:
            message = self._client.get_iopub_msg(timeout=30)
            content, kind = message["content"], message["msg_type"]
            if kind == "error":
                raise RuntimeError(f"the kernel raised {content['ename']}: {content['evalue']}")
            if kind == "status":
                if content["execution_state"] == "idle":
                    waiting.discard(message["parent_header"].get("msg_id"))
                continue
            sent += len(json.dumps(content, default=str)) + sum(len(part) for part in message["buffers"])
            asked = content.get("data", {}).get("content", {})
            if kind == "comm_msg" and isinstance(asked, dict) and json.loads(asked.get("data", "{}") or "{}").get("type") == "draw":
                waiting.add(self._say(content["comm_id"], {"type": "draw"}))
        return sent

    def event(self, share: float) -> tuple[float, int]:
        """Seconds and bytes of moving the slider to this share of its way."""
        least, most, step = self._values
        value = least + step * round(share * (most - least) / step)
        began = time.perf_counter()
        sent = self._wait(self._send(self._slider, {"method": "update", "state": {"value": value}, "buffer_paths": []}))
        return time.perf_counter() - began, sent

    def close(self) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)


def in_kernel(rounds: int = ROUNDS) -> dict[str, tuple[float, int]]:
    """way -> (median seconds, median bytes) of a slider event, taken in turns."""
    with contextlib.ExitStack() as stack:
        kernels = {}
        for way in ways.WAYS:
            kernels[way] = Kernel(way)
            stack.callback(kernels[way].close)
        found = {way: [] for way in kernels}
        for i in range(rounds + 2):
            for way, kernel in kernels.items():
                found[way].append(kernel.event((i * 7 % 19 + 1) / 20))
    return {way: tuple(statistics.median(column) for column in zip(*events[2:], strict=True)) for way, events in found.items()}


# bqplot and plotly draw with SVG: there, a change inside their figure counts as a picture.
WATCH_SVG = """() => {
  const note = () => requestAnimationFrame(() => window.shown.push(performance.now()));
  for (const figure of document.querySelectorAll('.bqplot, .js-plotly-plot'))
    new MutationObserver(note).observe(figure, {subtree: true, attributes: true, childList: true});
}"""


def in_browser(rounds: int = ROUNDS) -> dict[str, dict]:
    """way -> milliseconds from a key to the first new picture ("events"), and from the last of a burst of keys to rest ("burst")."""
    from playwright.sync_api import sync_playwright

    root, found = Path(tempfile.mkdtemp()), {}
    for number, way in enumerate(ways.WAYS):
        lab.write_notebook(root / f"{number}.ipynb", ways.notebook(way, str(report.HERE)))
    with lab.serve(root) as address, sync_playwright() as playwright, lab.open_browser(playwright, height=1000) as first:
        context, pages = first.context.browser.new_context(viewport={"width": 1300, "height": 1600}), {}
        for number, way in enumerate(ways.WAYS):
            page = context.new_page()
            notebook = lab.Notebook(page, address, f"{number}.ipynb")
            notebook.run_all()
            if notebook.errors or notebook.outside:
                found[way] = {"left out": "; ".join([*notebook.errors, *(f"asks {url} for its front end" for url in notebook.outside)])}
                continue
            page.evaluate(redraw.WATCH)
            page.evaluate(WATCH_SVG)
            pages[way] = page, page.locator(".noUi-handle").first
            print(f"in the browser: {way} is there", flush=True)
            if "--look" in sys.argv:
                page.screenshot(path=f"way-{number}.png")
        events = {way: [] for way in pages}
        onward = dict.fromkeys(pages, True)
        for i in range(rounds + 1):
            for way, (page, handle) in pages.items():
                page.bring_to_front()
                onward[way], elapsed = redraw.step(page, handle, onward[way])
                if i:  # the first press only snaps the slider to its step
                    events[way].append(elapsed)
                page.wait_for_timeout(150)
        for way, (page, handle) in pages.items():
            page.bring_to_front()
            found[way] = {"events": events[way], "burst": redraw.burst(page, handle)}
    return found


def table(kernel: dict, browser: dict) -> str:
    ours, rows = (
        kernel["explorer"][0],
        [
            [
                "the same two panels",
                "in the kernel",
                "÷ ours",
                "sent",
                "to the screen, median",
                "÷ ours",
                "95 %",
                f"settled after {redraw.BURST} keys",
            ]
        ],
    )
    for way, (seconds, sent) in kernel.items():
        row = [way, report.micro(seconds), f"{seconds / ours:.1f}×", f"{sent / 1024:,.0f} KB"]
        seen = browser.get(way, {})
        if "events" in seen:
            median = statistics.median(seen["events"])
            row += [
                f"{median:.0f} ms",
                f"{median / statistics.median(browser['explorer']['events']):.1f}×",
                f"{redraw.p95(seen['events']):.0f} ms",
            ]
            row.append(f"{seen['burst']:.0f} ms")
        else:
            row += [seen.get("left out", "–"), "–", "–", "–"]
        rows.append(row)
    return report.markdown(rows)


def main() -> None:
    """Measure, print, and with `--write` put the table and the picture where they belong."""
    kernel = in_kernel()
    print("in the kernel: " + ", ".join(f"{way} {report.micro(seconds)}" for way, (seconds, _) in kernel.items()), flush=True)
    browser = in_browser() if lab.chromium() else {}
    missing = "" if browser else " To the screen was not measured: there is no Chromium here."
    measured = report.machine("matplotlib", "ipympl", "mpl-interactions", "bqplot", "plotly")
    report.write("redraw", f"{table(kernel, browser)}\n\n{measured}{missing}", alt="Ratios of slider events")
    ours = {"kernel": kernel["explorer"][0], "screen": statistics.median(browser["explorer"]["events"]) if browser else None}
    groups = {}
    for way, (seconds, _) in kernel.items():
        if way not in ("explorer", "bare round trip"):
            groups[way.replace("`", "")] = {"in the kernel": seconds / ours["kernel"]}
            if "events" in browser.get(way, {}):
                groups[way.replace("`", "")]["to the screen"] = statistics.median(browser[way]["events"]) / ours["screen"]
    report.picture("redraw.png", "A slider event", groups, "its time ÷ ours, the same two panels")


if __name__ == "__main__":
    main()
