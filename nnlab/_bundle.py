"""The front end of a widget as texts: its JavaScript modules as one, for anywidget loads a single file."""

import re
from importlib.resources import files

FRONTEND = files("nnlab").joinpath("engine", "frontend")


def bundle(*names: str) -> str:
    """The JavaScript modules `names` as one text: what they import from each other is in scope."""
    source = "\n".join(FRONTEND.joinpath(name).read_text("utf-8") for name in names)
    return re.sub(r"^import .*?;\n|^export (?!default)", "", source, flags=re.MULTILINE)
