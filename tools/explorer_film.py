"""What a page without a kernel gets of one explorer: as many of its states as fit into the bytes that it may take, and their pictures."""

from collections.abc import Sequence
from typing import NamedTuple

import frame_file
from explorer_states import Control, Recorder, State, spread

from nnlab.engine.explorer import Explorer
from nnlab.language import translate

LIMIT = 480_000  # bytes of an explorer's pictures; with its texts they stay below 500 kB
PHONE_SCALES = (1.25, 1.0)  # pixels of a picture for phones per pixel of the page: sharper ones leave bytes for fewer states
FILE_LIMIT = 260_000  # bytes of one file: only the first, with the way from the opening, is loaded before the explorer is used
OPENING_SHARE = 0.45  # of them for the travels from the opening, where there are presets


class Level(NamedTuple):
    """How many values of a control have a picture, by its kind; the one where it is at a base always has."""

    slider: int
    player: int  # of something that happens in time: worth more than the others
    list: int = 1000  # all
    check: int = 2


FEWEST = Level(0, 0, 0, 0)  # none beside the base itself
OPENING_LEVELS = [Level(n, max(n, 12)) for n in (41, 31, 21, 15, 11, 8)]
FEWER_LEVELS = [  # where pictures are hard to compress
    *(Level(n, 2 * n) for n in (6, 5, 4, 3)),
    Level(3, 4, 3), Level(2, 3, 2), Level(2, 2, 2, 0), Level(0, 2, 2, 0), Level(0, 0, 2, 0), Level(0, 0, 1, 0), FEWEST,
]  # fmt: skip
PRESET_LEVELS = [*OPENING_LEVELS, Level(6, 12), Level(4, 12), *(Level(0, n, 0, 0) for n in (12, 8, 5, 3)), FEWEST]


def export(explorer: Explorer) -> tuple[dict, list[bytes]]:
    """What the page has to know of an explorer, and the files of its pictures: none where too few states would fit."""
    film, presets = Film(Recorder(explorer)), list(explorer.presets)
    film.take(list(film.travels), FEWEST)
    if film.size > LIMIT:
        return film.description(), []
    level = _take_most(film, [""], OPENING_LEVELS, LIMIT * (OPENING_SHARE if presets else 1))
    if film.size > LIMIT:
        _take_most(film, [""], FEWER_LEVELS, LIMIT)
    if presets:
        _take_most(film, presets, PRESET_LEVELS[OPENING_LEVELS.index(level) :], LIMIT)
    return film.description(), film.files


def show_for_phones(explorer: Explorer, scale: float) -> bool:
    """Show the explorer as a phone does, its panels one above the other; False where it has no such picture."""
    if explorer.canvas.narrow_width:
        with explorer.canvas.hold_trait_notifications():
            explorer.canvas.scale, explorer.canvas.narrow = scale, True
    return explorer.canvas.narrow


def export_for_phones(explorer: Explorer, n_controls: int) -> tuple[dict, list[bytes]]:
    """The same for phones: no pictures where the explorer has none for phones, or they would leave fewer than `n_controls` controls."""
    for scale in PHONE_SCALES:
        explorer.reset()
        data, films = export(explorer) if show_for_phones(explorer, scale) else ({}, [])
        if films and len(data["controls"]) >= n_controls:
            return data, films
    return {}, []


def _take_most(film: "Film", bases: list[str], levels: list[Level], limit: float) -> Level:
    """Take from these bases the first level whose pictures have at most `limit` bytes, else the last; returns it."""
    size = film.size / film.count_states()
    for level in levels[:-1]:
        if size * film.count_states(bases, level) > 1.4 * limit:
            continue  # most likely too much: not worth rendering
        film.take(bases, level)
        if film.size <= limit:
            return level
    film.take(bases, levels[-1])
    return levels[-1]


class Film:
    """The states of an explorer that are exported: from each base, those of every control. `files` are their pictures."""

    def __init__(self, recorder: Recorder):
        self.recorder, self.travels = recorder, {key: {} for key in recorder.bases}
        self.files: list[bytes] = []
        self._order: dict[int, int] = {}  # the number of each picture in the files

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(map(len, self.files))

    def take(self, bases: list[str], level: Level) -> None:
        """Take the travels from these bases, in place of those taken before."""
        for base in bases:
            self.travels[base] = {control.name: dict.fromkeys(self._places(base, control, level)) for control in self.recorder.controls}
        wanted = [
            (base, control, place)
            for base in bases for control in self.recorder.controls for place in self.travels[base][control.name]
        ]  # fmt: skip
        # One after the other, so that each training is done once: an explorer keeps only a few.
        for base, control, place in sorted(wanted, key=lambda one: self.recorder.trainings(one[0], self._change(*one))):
            self.travels[base][control.name][place] = self.recorder.state(base, self._change(base, control, place))
        self._order, self.files = self._encode()

    def _change(self, base: str, control: Control, place: int) -> dict:
        """What changes from a base to a place of a control."""
        at = control.index(self.recorder.base_states[base].params[control.name])
        return {} if place == at else {control.name: control.values[place]}

    def count_states(self, bases: Sequence[str] = (), level: Level | None = None) -> int:
        """How many states there are with the travels at `level` from these bases, those taken from others included."""
        travels = {base: {control: list(travel) for control, travel in travels.items()} for base, travels in self.travels.items()}
        for base in bases:
            travels[base] = {control.name: self._places(base, control, level) for control in self.recorder.controls}
        return sum(1 + sum(len(places) - 1 for places in travel.values()) for travel in travels.values())

    def _places(self, base: str, control: Control, level: Level) -> list[int]:
        at = control.index(self.recorder.base_states[base].params[control.name])
        return sorted({*spread(range(len(control.values)), getattr(level, control.kind)), at})

    def _encode(self) -> tuple[dict[int, int], list[bytes]]:
        """The number of each picture, and all files: each is compared with its neighbour on the way to its base, the most similar one."""
        opening = self.recorder.base_states[""].picture
        order = {opening: opening}
        for start in self.recorder.base_states.values():
            order.setdefault(start.picture, opening)
        for base, travel in self.travels.items():
            start = self.recorder.base_states[base]
            for control in self.recorder.controls:
                states, at = travel.get(control.name, {}), control.index(start.params[control.name])
                for side in (sorted(i for i in states if i > at), sorted((i for i in states if i < at), reverse=True)):
                    reference = start.picture
                    for i in side:
                        order.setdefault(states[i].picture, reference)
                        reference = states[i].picture
        return {picture: number for number, picture in enumerate(order)}, frame_file.encode(order.items(), self.recorder.pixels, FILE_LIMIT)

    def description(self) -> dict:
        """What the page has to know beside the pictures."""
        recorder, explorer = self.recorder, self.recorder.explorer
        moving = [control for control in recorder.controls if self._moves(control)]
        statuses: dict[str, int] = {}

        def index(control: Control, params: dict) -> int:
            known = control.index(params[control.name])
            if known is None:  # where a scene moves another control: the nearest value
                known = min(range(len(control.values)), key=lambda i: abs(control.values[i] - params[control.name]))
            return known

        def frame(state: State) -> list:
            status = statuses.setdefault(state.status, len(statuses))
            return [self._order[state.picture], status, [index(control, state.params) for control in moving]]

        bases = []
        for key in recorder.bases:
            state = recorder.base_states[key]
            travels = [{i: frame(one) for i, one in self.travels[key].get(control.name, {}).items()} for control in moving]
            label = translate(f"{explorer.name}.preset.{key}") if key else translate("reset")
            bases.append({"label": label, "frame": frame(state), "travels": travels})
        return {
            "title": translate(f"{explorer.name}.title"),
            "size": recorder.size,
            "texts": {key: translate(key) for key in ("play", "pause", "reset")},
            "controls": [_control_data(control) for control in moving],
            "bases": bases,
            "statuses": list(statuses),
        }

    def _moves(self, control: Control) -> bool:
        """Whether the control changes anything here: one that only says what a click in the picture does is left out."""
        for base, travel in self.travels.items():
            start = self.recorder.base_states[base]
            if any((state.picture, state.status) != (start.picture, start.status) for state in travel.get(control.name, {}).values()):
                return True
        return False


def _control_data(control: Control) -> dict:
    data = {"kind": control.kind, "label": control.widget.description, "values": control.readouts}
    if control.widget.tooltip not in (None, control.widget.description):
        data["help"] = control.widget.tooltip
    if control.kind == "player":
        data["interval"] = control.interval
    return data
