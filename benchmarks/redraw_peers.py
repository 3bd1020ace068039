"""What a slider costs in every way that Jupyter offers, with the same two panels: in the kernel, on the wire, to the screen.

Run as `python benchmarks/redraw_peers.py` (`--write` puts the table into benchmarks/README.md); needs the `bench` extra, and a Chromium for
the second half. Each way has a kernel and a notebook of its own, and they take turns. In the kernel, a client sends the messages that the
browser sends, and answers where a library waits for its front end; the time is from the message until the kernel reports idle, the bytes
are all that it sent meanwhile.
"""

import contextlib
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import key_timing
import report
import ways
from sections import markdown_table

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import lab

ROUNDS = 16


class Kernel:
    """A kernel that has run the notebook of one way, and a client in place of the browser."""

    def __init__(self, way: str):
        from jupyter_client.manager import start_new_kernel

        self._manager, self._client = start_new_kernel()
        for cell in ways.notebook(way, str(report.HERE)):
            self._run(cell)
        if "draw_idle" in way or way == "mpl-interactions":  # the front end of ipympl reports that it is ready
            self._figure = self._run("print(figure.canvas.comm.comm_id)")
            self._wait(self._send_custom(self._figure, {"type": "initialized"}), self._send_custom(self._figure, {"type": "draw"}))
        self._slider = self._run("print(slider.comm.comm_id)")
        self._values = json.loads(self._run("print([slider.min, slider.max, slider.step])"))

    def _run(self, code: str) -> str:
        output = []
        on_output = lambda message: output.append(message["content"].get("text", "")) if message["msg_type"] == "stream" else None  # noqa: E731
        reply = self._client.execute_interactive(code, output_hook=on_output, timeout=60)
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"the measured code failed: {reply['content']['ename']}: {reply['content']['evalue']}")
        return "".join(output).strip()

    def _send(self, comm: str, data: dict) -> str:
        message = self._client.session.msg("comm_msg", {"comm_id": comm, "data": data})
        self._client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def _send_custom(self, comm: str, content: dict) -> str:
        return self._send(comm, {"method": "custom", "content": content})

    def _wait(self, *waiting: str) -> int:
        """Wait until the kernel has handled these messages and the front end's answers to them; returns the bytes that it sent."""
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
            custom = content.get("data", {}).get("content", {})
            if kind == "comm_msg" and isinstance(custom, dict) and json.loads(custom.get("data", "{}") or "{}").get("type") == "draw":
                waiting.add(self._send_custom(content["comm_id"], {"type": "draw"}))
        return sent

    def event(self, share: float) -> tuple[float, int]:
        """Seconds and bytes of moving the slider to this share of its range."""
        low, high, step = self._values
        value = low + step * round(share * (high - low) / step)
        started = time.perf_counter()
        sent = self._wait(self._send(self._slider, {"method": "update", "state": {"value": value}, "buffer_paths": []}))
        return time.perf_counter() - started, sent

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
            page.evaluate(key_timing.WATCH_PICTURES)
            page.evaluate(key_timing.WATCH_SVG)
            pages[way] = page, page.locator(".noUi-handle").first
            print(f"in the browser: {way} is ready", flush=True)
            if "--look" in sys.argv:
                page.screenshot(path=f"way-{number}.png")
        events = {way: [] for way in pages}
        forward = dict.fromkeys(pages, True)
        for i in range(rounds + 1):
            for way, (page, handle) in pages.items():
                page.bring_to_front()
                forward[way], milliseconds = key_timing.step(page, handle, forward[way])
                if i:  # the first press only snaps the slider to its step
                    events[way].append(milliseconds)
                page.wait_for_timeout(150)
        for way, (page, handle) in pages.items():
            page.bring_to_front()
            found[way] = {"events": events[way], "burst": key_timing.burst(page, handle)}
    return found


def table(kernel: dict, browser: dict) -> str:
    head = ["the same two panels", "in the kernel", "÷ ours", "sent", "to the screen, median", "÷ ours", "95 %"]
    rows = [[*head, f"settled after {key_timing.BURST_KEYS} keys"]]
    for way, (seconds, sent) in kernel.items():
        row = [way, report.format_seconds(seconds), f"{seconds / kernel['explorer'][0]:.1f}×", f"{sent / 1024:,.0f} KB"]
        measured = browser.get(way, {})
        if "events" in measured:
            median = statistics.median(measured["events"])
            ratio = median / statistics.median(browser["explorer"]["events"])
            row += [f"{median:.0f} ms", f"{ratio:.1f}×", f"{report.p95(measured['events']):.0f} ms", f"{measured['burst']:.0f} ms"]
        else:
            row += [measured.get("left out", "–"), "–", "–", "–"]
        rows.append(row)
    return markdown_table(rows)


def main() -> None:
    """Measure, print, and with `--write` put the table and the picture where they belong."""
    report.restart_without_settings()
    kernel = in_kernel()
    print("in the kernel: " + ", ".join(f"{way} {report.format_seconds(seconds)}" for way, (seconds, _) in kernel.items()), flush=True)
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
    report.bar_chart("redraw.png", "A slider event", groups, "its time ÷ ours, the same two panels")


if __name__ == "__main__":
    main()
