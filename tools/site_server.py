"""The website as tests and benchmarks open it in a browser: served without a log, and with nothing covered."""

import contextlib
import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

# What predictions cover is shown, as after they are skipped; without scrolling there.
UNCOVER = "() => { for (let cover; (cover = document.querySelector('.cover button'));) cover.click(); }"


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a log."""

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder as `python -m http.server` does; yields its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietHandler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
