"""A server that never answers is reported as such, with its log."""

import lab
import pytest


def test_a_server_that_does_not_answer_is_reported(monkeypatch):
    monkeypatch.setattr(lab.time, "sleep", lambda _: None)
    elsewhere = [str(lab.free_port()), "--bind", "127.0.0.1"]
    with pytest.raises(RuntimeError, match="does not answer"), lab.start_server("http.server", elsewhere, lab.free_port()):
        pass
