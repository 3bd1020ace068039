"""The parts that every explorer shares: scene, renderer, controls, canvas, prefetching, runs and drawing."""

import logging


def _is_not_font_cache_notice(record: logging.LogRecord) -> bool:
    return "building the font cache" not in record.getMessage()


# Matplotlib lists the machine's fonts when it is first loaded, and logs a warning: red text that a reader need not see.
_logger = logging.getLogger("matplotlib.font_manager")
_logger.addFilter(_is_not_font_cache_notice)
import matplotlib.font_manager  # noqa: E402, F401

_logger.removeFilter(_is_not_font_cache_notice)
