"""The same neuron trained twice on the same points, by cross-entropy and by hinge loss: two boundaries, one with margins."""

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.plane import Plane, line_through
from nnlab.engine.scene import Pointer, View
from nnlab.language import translate
from nnlab.lecture.single_neuron_classifier.points import REACH, EditablePoints, fit_to_minimum, loss_of_margin, show_street

SHOWN_MARGINS, SHOWN_LOSSES = (-4.0, 5.0), (0.0, 5.0)  # a point beyond is drawn at the edge
# Of each loss, in both panels; blue and orange are the two classes.
STYLES = {"logistic": (drawing.GREEN, "-", "o"), "hinge": (drawing.INK, "--", "s")}


class TwoLosses(EditablePoints):
    """Two trained neurons. Parameters: `l2` and those of the points; the selected point is shown on both curves of losses."""

    narrow_heights = (4.4, 4.0)

    def build(self, figure, **params):
        left, right = figure.subplots(1, 2)
        left.set(label="data", title=translate("two_losses.data"), box_aspect=1)
        view = View(plane=Plane(left, REACH, 2, resolution=2), boundaries={}, dots={})
        view.plane.regions.set_visible(False)  # two boundaries would need two sets of regions
        right.set(label="losses", title=translate("two_losses.losses"), xlabel=translate("two_losses.margin"), ylabel=translate("loss"),
                  xlim=(-4.1, 5.1), ylim=(-0.12, 5))  # fmt: skip
        margins = np.linspace(*SHOWN_MARGINS, 200)
        names = [translate(f"loss.{loss}.name") for loss in STYLES]
        for loss, (color, dashes, marker) in STYLES.items():
            view.boundaries[loss] = drawing.curve(left, color=color, linestyle=dashes, linewidth=2.6)
            drawing.curve(right, margins, loss_of_margin(loss, margins), color=color, linestyle=dashes, linewidth=1.6)
            view.dots[loss] = right.plot([], [], marker, color=color, markersize=5, alpha=0.55)[0]
        ring = {"marker": "o", "markersize": 15, "markerfacecolor": "none", "markeredgecolor": drawing.PURPLE, "markeredgewidth": 2.4}
        view.chosen = drawing.curve(right, color=drawing.PURPLE, linewidth=1.2, linestyle=":", zorder=4)
        view.rings = drawing.curve(right, linestyle="none", zorder=5, **ring)
        color = STYLES["hinge"][0]
        view.margins = [drawing.curve(left, color=color, linewidth=1.4, linestyle=":") for _ in range(2)]
        view.street = left.fill([0], [0], color=color, alpha=0.1, linewidth=0)[0]
        view.support = left.plot([], [], "D", markersize=12, markerfacecolor="none", markeredgecolor=color, linestyle="none")[0]
        shown = [*view.boundaries.values(), view.street, view.support]
        names += [translate("street"), translate("two_losses.support")]
        right.legend(shown, names, loc="upper right", fontsize=10)  # of both panels
        view.live = [
            *view.plane.artists,
            view.street,
            *view.margins,
            *view.boundaries.values(),
            view.support,
            *view.dots.values(),
            view.chosen,
            view.rings,
        ]
        return view

    def update(self, view, *, l2, **params):
        X, y, selected = self.points(**params)
        view.plane.show_points(X, y, selected=selected)
        neurons = {loss: _trained(loss, l2, X, y) for loss in view.boundaries}
        for loss, (w, b, margin) in neurons.items():
            view.boundaries[loss].set_data(*line_through(w, b, REACH))
            view.dots[loss].set_data(*_shown(loss, margin))
        marks = [_shown(loss, margin[[] if selected is None else [selected]]) for loss, (_, _, margin) in neurons.items()]
        view.rings.set_data(*np.concatenate(marks, axis=1))
        view.chosen.set_data(
            *np.concatenate([part for x, loss in marks for part in ([x, 0 * loss - 0.1], [x, loss], [x + np.nan, loss])], 1)
        )
        (w_logistic, _, margin_logistic), (w, b, margin) = neurons["logistic"], neurons["hinge"]
        width = show_street(view, w, b)
        is_support = margin < 1 + 1e-2
        view.support.set_data(*X[is_support].T)
        cosine = w_logistic @ w / max(1e-12, np.linalg.norm(w) * np.linalg.norm(w_logistic))
        angle = float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
        status = translate("two_losses.status", angle=angle, width=width, support=int(is_support.sum()), n=len(y),
                           logistic=int((margin_logistic <= 0).sum()), hinge=int((margin <= 0).sum()))  # fmt: skip
        if selected is None:
            return status
        values = {"logistic": loss_of_margin("logistic", margin_logistic[selected]), "hinge": loss_of_margin("hinge", margin[selected])}
        return f"{translate('two_losses.chosen', **values, margin=margin_logistic[selected], other=margin[selected])} {status}"

    def drag(self, start: Pointer, end: Pointer, *, l2, **params):
        """Among the data as in the other pictures of one neuron; a press among the losses selects the point that is nearest there."""
        if start.panel != "losses":
            return super().drag(start, end, **params)
        X, y, _ = self.points(**params)
        distances = []
        for loss in ("logistic", "hinge"):
            x, value = _shown(loss, _trained(loss, l2, X, y)[2])
            distances.append(np.hypot((x - end.x) / np.ptp(SHOWN_MARGINS), (value - end.y) / np.ptp(SHOWN_LOSSES)))
        nearest = np.min(distances, axis=0)
        return {"edited": (params["dataset"], X, y, int(nearest.argmin()))} if nearest.min() < 0.06 else {}


def _trained(loss: str, l2: float, X, y) -> tuple:
    """The weights and the bias of the neuron at the end of training, and the margins of the points."""
    w, b = fit_to_minimum(0.5, 0.5, 0.0, X, y, loss=loss, l2=l2)
    return w, b, (2 * y - 1) * (X @ w + b)


def _shown(loss: str, margin) -> np.ndarray:
    """Where points with these margins (n,) are drawn on the curve of a loss: margins and losses (2, n)."""
    margin = np.clip(margin, *SHOWN_MARGINS)
    return np.stack([margin, loss_of_margin(loss, margin)])
