"""What all tests share: callback errors are raised, the language is English at the start, and a missing glyph is a failure."""

import logging
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded: as in the lecture's kernel
os.environ["NNLAB_PROGRESS"] = "off"  # what tests answer is not the reader's progress

import matplotlib
import pytest

import nnlab
from nnlab.engine import explorer

matplotlib.use("agg")


@pytest.fixture(autouse=True)
def _strict(monkeypatch):
    monkeypatch.setattr(explorer, "raise_errors", True)
    nnlab.use_language("en")
    yield
    nnlab.use_language("en")


@pytest.fixture(autouse=True)
def _no_widget_outlives_its_test():
    """ipywidgets keeps every widget that is not closed, and an explorer keeps its figure: some gigabytes after a thousand tests."""
    yield
    if "ipywidgets" in sys.modules:
        sys.modules["ipywidgets"].Widget.close_all()


@pytest.fixture(autouse=True)
def _no_missing_glyph():
    """Matplotlib warns of a missing glyph in plain text, but only logs one in a formula or a font it does not find."""
    messages = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())
    loggers = [logging.getLogger(name) for name in ("matplotlib.mathtext", "matplotlib.font_manager")]
    for logger in loggers:
        logger.addHandler(handler)
    yield
    for logger in loggers:
        logger.removeHandler(handler)
    assert not messages, f"Matplotlib logged: {messages[:3]}"
