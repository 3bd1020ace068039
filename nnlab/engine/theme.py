"""The colours of all pictures by name, on light and on dark paper."""

import contextlib

from matplotlib.colors import get_named_colors_mapping

LIGHT, DARK = "light", "dark"

# Okabe and Ito's palette, safe for colour-blind eyes, lighter on dark paper. The purple is darker than theirs, so that texts can have it.
COLOURS = {  # name: on light, on dark paper
    "paper": ("#FFFFFF", "#111111"),
    "text": ("#000000", "#F2F2F2"),
    "ink": ("#1A1A1A", "#EFEFEF"),
    "grey": ("#595959", "#AEAEAE"),
    "pale": ("#D9D9D9", "#454545"),
    "grid": ("#E8E8E8", "#2C2C2C"),
    "ground": ("#EFEFE6", "#26261F"),
    "low": ("#8FB4C9", "#0F2733"),  # of a map of losses
    "high": ("#FBFBF8", "#4D6672"),
    "cell": ("#F4F4F4", "#222222"),  # of a table without anything above chance
    "best_cell": ("#78B2D6", "#2F6C96"),
    "known": ("#E4F0F8", "#1B3242"),  # a unit whose value is computed
    "fatal": ("#F3D3C0", "#4A2A14"),
    "biology": ("#7A5C00", "#D9B95B"),  # the names of a cell's parts
    "cell_body": ("#F3E6C4", "#3A3018"),
    "cell_outline": ("#6B5416", "#C9A95A"),
    "nucleus": ("#D9BE7C", "#6B5720"),
    "off": ("#EBEBEB", "#303030"),  # of a unit or a cell without anything
    "blue": ("#0072B2", "#3D96DB"),
    "orange": ("#D55E00", "#DE7237"),
    "green": ("#009E73", "#39CC85"),
    "purple": ("#7038C8", "#A25EF9"),
    "sky": ("#56B4E9", "#8FCDEC"),
    "gold": ("#E69F00", "#EBBD33"),
    "orange_text": ("#AD4800", "#FF9A52"),
    "green_text": ("#007355", "#35CFA3"),
    "blue_tint": ("#CFE3F1", "#17344A"),
    "orange_tint": ("#F9D6BE", "#4A2A14"),
    "green_tint": ("#CBEBDF", "#123F33"),
    "purple_tint": ("#D8C8F5", "#35235C"),
}


def name(colour: str) -> str:
    """How Matplotlib knows a colour of `COLOURS`."""
    return f"nnlab:{colour}"


def hexadecimal(colour: str, theme: str) -> str:
    """A colour of `COLOURS` in a theme, as #RRGGBB."""
    return COLOURS[colour][theme == DARK]


def _give_names(theme: str) -> None:
    names = get_named_colors_mapping()
    for colour in COLOURS:
        names[name(colour)] = hexadecimal(colour, theme)


_give_names(LIGHT)


@contextlib.contextmanager
def named_colours(theme: str):
    """A context in which the names mean the colours of `theme`; outside they are those on light paper."""
    if theme == LIGHT:
        yield
        return
    _give_names(theme)
    try:
        yield
    finally:
        _give_names(LIGHT)
