"""The explorer `kill_a_unit`: one ReLU unit that a single update, too large, kills."""

import numpy as np

from nnlab.activations import leaky_relu
from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, RIGHT, Labels
from nnlab.engine.numbers import format_number
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.language import translate

X = np.linspace(-0.5, 2.0, 11)
Y = np.maximum(0.7 * X + 0.3, 0) + 0.1 * np.sin(9 * X)  # the targets
LIMIT = 4.0  # the plane of weight and bias reaches from −LIMIT to LIMIT
RESOLUTION = 80


def unit_gradient(w: float, b: float, leak: float) -> tuple[float, float, float, int]:
    """Loss, dw, db of one unit on X, Y with half the mean squared error, and for how many points it is on."""
    f = leaky_relu(leak)
    z = w * X + b
    error = f.f(z) - Y
    dz = f.backward(z, f.f(z), error / len(X))
    return float(0.5 * np.mean(error**2)), float(dz @ X), float(dz.sum()), int((z > 0).sum())


class KillAUnit(Scene):
    """One unit that learns a line. Parameters: `start_w`, `start_b`, `learning_rate`, `leak` (0 is ReLU), `step`."""

    stacks = True
    narrow_heights = (3.5, 3.3, 2.6)
    size = (9.6, 3.7)
    rebuild_on = frozenset({"leak"})
    interactive = True
    steps = 30

    def build(self, figure, *, leak, **params):
        data, plane, gradients = figure.subplots(1, 3, width_ratios=(1, 1, 0.9))
        data.set(title=translate("kill_a_unit.data"), xlabel="x", xlim=(-0.7, 2.2), ylim=(-3.4, 4.8))
        data.axhline(0, color=drawing.GREY, linewidth=0.8)
        data.plot(X, Y, "o", color=drawing.INK, markersize=6, markeredgecolor=drawing.PAPER, label=translate("kill_a_unit.targets"))
        z = drawing.curve(data, color=drawing.GREY, linewidth=1.6, linestyle="--", label="$z = wx + b$")
        h = drawing.curve(data, color=drawing.BLUE, linewidth=2.8, label="$h = f(z)$")
        next_h = drawing.curve(data, color=drawing.ORANGE, linewidth=2, linestyle=(0, (1, 1.5)), label=translate("kill_a_unit.next_output"))
        data.legend(loc="lower left", fontsize=10, labelspacing=0.2, borderaxespad=0.1)
        self._draw_plane(plane, leak)
        path = drawing.curve(plane, color=drawing.BLUE, marker="o", markersize=4, linewidth=1.4)
        start = plane.plot([], [], "D", color=drawing.PAPER, markeredgecolor=drawing.INK, markersize=9)[0]
        end = plane.plot([], [], "o", color=drawing.ORANGE, markeredgecolor=drawing.PAPER, markersize=11)[0]
        next_update = drawing.arrow(plane, color=drawing.ORANGE)
        gradients.set(title=translate("kill_a_unit.gradient"), xlabel=translate("step"), xlim=(-0.8, self.steps + 0.8), ylim=(-0.15, 4))
        later = drawing.curve(gradients, color=drawing.GREY, marker="o", markersize=2.5, linewidth=0.8, linestyle=":",
                              label=translate("kill_a_unit.later"))  # fmt: skip
        gradients.legend(loc="upper right", fontsize=10, borderaxespad=0.1)
        names = [gradients.add_artist(Labels(10, color)) for color in (drawing.BLUE, drawing.ORANGE_TEXT)]
        sizes = drawing.curve(gradients, color=drawing.BLUE, marker="o", markersize=4, linewidth=1.2)
        now = gradients.plot([], [], "o", color=drawing.ORANGE, markeredgecolor=drawing.PAPER, markersize=11)[0]
        live = [z, h, next_h, path, start, end, *next_update, later, sizes, now, *names]
        return View(z=z, h=h, next_h=next_h, path=path, start=start, end=end, next_update=next_update, sizes=sizes, now=now,
                    later=later, names=names, live=live, grips=[start])  # fmt: skip

    @staticmethod
    def _draw_plane(axes, leak):
        """The loss as a function of w and b, and where the unit is on for no point."""
        axes.set(label="plane", title=translate("kill_a_unit.plane"), xlabel="w", ylabel="b", xlim=(-LIMIT, LIMIT), ylim=(-LIMIT, LIMIT))
        axes.grid(False)
        image = drawing.heatmap(axes, RESOLUTION)
        z = drawing.pixel_centers(axes, RESOLUTION) @ np.stack([X, np.ones_like(X)])
        losses = (0.5 * (leaky_relu(leak).f(z) - Y) ** 2).mean(axis=1).reshape(RESOLUTION, RESOLUTION)
        image.set_data(drawing.shaded_contours(losses))
        w = np.linspace(-LIMIT, LIMIT, 200)
        highest = np.minimum(-w * X[0], -w * X[-1])  # for a lower b the sum is below 0 at the first and last point, and so at all
        if leak > 0:
            drawing.curve(axes, w, highest, color=drawing.ORANGE, linewidth=1.4, linestyle="--")
        else:
            style = {"facecolor": drawing.FATAL, "edgecolor": drawing.ORANGE, "hatch": "//", "linewidth": 0.6}
            axes.fill_between(w, -LIMIT, highest, where=highest > -LIMIT, **style)
        box = {"facecolor": drawing.PAPER, "edgecolor": "none", "alpha": 0.8, "pad": 2}
        text = translate("kill_a_unit.dead" if leak == 0 else "kill_a_unit.off")
        axes.text(-0.9, -3.2, text, ha="center", color=drawing.INK, fontsize=10, bbox=box)

    def update(self, view, *, start_w, start_b, learning_rate, leak, step):
        path, sizes, w, b = [], [], start_w, start_b
        for _ in range(step + 1):
            loss, dw, db, on = unit_gradient(w, b, leak)
            path.append((w, b, loss, on))
            sizes.append(np.hypot(dw, db))
            w, b = (float(np.clip(value, -1e6, 1e6)) for value in (w - learning_rate * dw, b - learning_rate * db))
        after, later = (w, b), []
        for _ in range(self.steps - step):
            _, dw, db, _ = unit_gradient(w, b, leak)
            later.append(np.hypot(dw, db))
            w, b = (float(np.clip(value, -1e6, 1e6)) for value in (w - learning_rate * dw, b - learning_rate * db))
        w, b, loss, on = path[-1]
        x = np.linspace(-0.7, 2.2, 200)
        z = w * x + b
        view.z.set_data(x, np.clip(z, -50, 50))
        view.h.set_data(x, np.clip(leaky_relu(leak).f(z), -50, 50))
        view.next_h.set_data(x, np.clip(leaky_relu(leak).f(after[0] * x + after[1]), -50, 50))
        view.next_h.set_visible(sizes[-1] > 0)
        drawing.point_arrow(view.next_update, (w, b), after)
        view.path.set_data(*np.clip([place[:2] for place in path], -50, 50).T)
        view.start.set_data([start_w], [start_b])
        view.end.set_data(*np.clip([[w], [b]], -0.97 * LIMIT, 0.97 * LIMIT))
        view.sizes.set_data(range(len(sizes)), np.minimum(sizes, 3.9))
        view.now.set_data([step], [min(sizes[-1], 3.9)])
        view.later.set_data(range(step, self.steps + 1), np.minimum([sizes[-1], *later], 3.9))
        self._name_points(view, step, sizes)
        status = self._status(path, sizes[-1], leak, learning_rate)
        if on and unit_gradient(*after, leak)[3] == 0:  # the next update turns the unit off for all points
            status += " " + translate("kill_a_unit.next_kills" if leak == 0 else "kill_a_unit.next_off")
        return status

    def _name_points(self, view, step: int, sizes: list) -> None:
        """The first size and the one now, written at their points, the second above the path so far."""
        shown = [format_number(size, ".2f", below={1e-12: ".0f", 0.005: ".0e"}) for size in (sizes[0], sizes[-1])]
        first, now = (translate("kill_a_unit.point", step=k, size=text) for k, text in zip((0, step), shown, strict=True))
        side, x = (LEFT, step + 1.7) if step < self.steps / 2 else (RIGHT, step)
        high = min(sizes[-1], 3.9)
        view.names[0].texts = [(0.9, min(sizes[0], 3.9), first, LEFT)] if step else []
        view.names[1].texts = [(x, high if step == 0 else max(high, *np.minimum(sizes[max(0, step - 14) :], 3.9)[1:]) + 0.35, now, side)]

    @staticmethod
    def _status(path, size, leak, learning_rate):
        w, b, loss, on = path[-1]
        step, n = len(path) - 1, len(X)
        died = next((i for i, (*_, on_then) in enumerate(path) if on_then == 0), None)
        values = {"step": step, "on": on, "n": n, "w": w, "b": b, "size": size, "loss": loss, "rate": f"{learning_rate:.3g}"}
        if max(abs(w), abs(b)) > 1000:
            return translate("kill_a_unit.status_diverged", **values)
        if on and died is None and size < 0.02:
            return translate("kill_a_unit.status_learned" if on > n / 2 else "kill_a_unit.status_stuck", **values)
        if on:
            return translate("kill_a_unit.status_back" if died is not None and leak > 0 else "kill_a_unit.status_on", **values)
        if leak > 0:
            return translate("kill_a_unit.status_leak", leak=leak, **values)
        return translate("kill_a_unit.status_born" if died == 0 else "kill_a_unit.status_dead", died=died, **values)

    def drag(self, start: Pointer, end: Pointer, **params):
        in_plane = start.panel == end.panel == "plane"
        return {"start_w": round(end.x, 2), "start_b": round(end.y, 2)} if in_plane else {}

    def key(self, key, *, start_w, start_b, **params):
        dw, db = {"ArrowLeft": (-0.1, 0), "ArrowRight": (0.1, 0), "ArrowUp": (0, 0.1), "ArrowDown": (0, -0.1)}.get(key, (0, 0))
        values = {"start_w": start_w + dw, "start_b": start_b + db}
        return {name: round(float(np.clip(value, -LIMIT, LIMIT)), 2) for name, value in values.items()}
