"""The same two panels with a slider, in every way that Jupyter offers: the code of a notebook for each, which defines `slider`.

All compute the same numbers, draw the same 150 × 150 heatmap, 200 points, curve and dot at the same size, and change only what moves, in
the way that the documentation of each library advises for speed.
"""

START = """
import sys
sys.path.insert(0, {folder!r})
import ipywidgets, numpy as np
from IPython.display import display
import two_panels as two
from nnlab.engine import drawing
from nnlab import use_language
use_language("en")
low, high, step = two.RANGE
slider = ipywidgets.FloatSlider(two.START, min=low, max=high, step=step)
"""

BARE = """
display(slider)
import anywidget, traitlets
class Tiny(anywidget.AnyWidget):
    _esm = \"\"\"export default {{ render({{ model, el }}) {{
        const canvas = document.createElement("canvas"), context = canvas.getContext("2d");
        model.on("change:value", () => context.putImageData(new ImageData(8, 8), 0, 0));
        el.append(canvas);
    }} }};\"\"\"
    value = traitlets.Float(0.0).tag(sync=True)
tiny = Tiny()
slider.observe(lambda change: setattr(tiny, "value", change["new"]), names="value")
display(tiny)
"""

EXPLORER = """
from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
slider = controls.slider("w1", two.START, low, high, step)
explorer = Explorer("decision_boundary", two.TwoPanels(), {{"w1": slider}})
display(explorer)
"""

INTERACT = """
%matplotlib inline
import matplotlib.pyplot as plt
scene = two.TwoPanels()
def show(w1):
    with drawing.style():
        figure = plt.figure(figsize=scene.size, dpi=100)
        scene.update(scene.build(figure), w1=w1)
        plt.show()
_ = ipywidgets.interact(show, w1=slider)
"""

IPYMPL = """
%matplotlib widget
import matplotlib.pyplot as plt
scene = two.TwoPanels()
with drawing.style(), plt.ioff():
    figure = plt.figure(figsize=scene.size, dpi=100)
    view = scene.build(figure)
    scene.update(view, w1=two.START)
def change(event):
    scene.update(view, w1=event["new"])
    figure.canvas.draw_idle()
slider.observe(change, names="value")
display(slider, figure.canvas)
"""

MPL_INTERACTIONS = """
import matplotlib
matplotlib.use("module://ipympl.backend_nbagg")  # mpl-interactions looks for ipympl by this name
import matplotlib.pyplot as plt
import mpl_interactions.ipyplot as iplt
data = two.PanelData()
plt.rcParams["image.interpolation"] = "nearest"
with drawing.style(), plt.ioff():
    figure, (left, right) = plt.subplots(1, 2, figsize=two.TwoPanels.size, dpi=100)
    left.grid(False)
    extent = (-two.REACH, two.REACH, -two.REACH, two.REACH)
    knobs = iplt.imshow(lambda w1: data.probabilities(w1), w1=(low, high, len(two.WEIGHTS)), ax=left, display_controls=False,
                        cmap="coolwarm", vmin=0, vmax=1, extent=extent, origin="lower", aspect="auto")
    for label in (0, 1):
        left.plot(*data.X[data.y == label].T, drawing.CLASS_MARKERS[label], color=drawing.CLASS_COLOURS[label])
    right.plot(two.WEIGHTS, data.curve, color=drawing.BLUE)
    slider = knobs.controls["w1"].children[0]  # it makes its own slider, of indices
    iplt.plot(lambda w1: np.array([w1]), lambda x, w1: np.array([data.loss(w1)]), controls=knobs, ax=right, marker="o", linestyle="",
              color=drawing.ORANGE, markersize=10, xlim="fixed", ylim="fixed")
    left.set(title="data", xlim=extent[:2], ylim=extent[2:])
    right.set(title="loss", xlabel="w1")
slider.value = round((two.START - low) / step)
display(slider, figure.canvas)
"""

BQPLOT = """
import bqplot
data = two.PanelData()
size = {{"width": "420px", "height": "360px"}}
x, y = (bqplot.LinearScale(min=-two.REACH, max=two.REACH) for _ in range(2))
colour = bqplot.ColorScale(min=0, max=1, colors=["#3B4CC0", "#DDDDDD", "#B40426"])
heatmap = bqplot.HeatMap(x=two.AXIS, y=two.AXIS, color=data.probabilities(two.START), scales={{"x": x, "y": y, "color": colour}})
dots = [
    bqplot.Scatter(x=data.X[data.y == label, 0], y=data.X[data.y == label, 1], scales={{"x": x, "y": y}},
                   colors=[drawing.CLASS_COLOURS[label]], default_size=30)
    for label in (0, 1)
]
w, loss = bqplot.LinearScale(min=low, max=high), bqplot.LinearScale()
curve = bqplot.Lines(x=two.WEIGHTS, y=data.curve, scales={{"x": w, "y": loss}}, colors=[drawing.BLUE])
here = bqplot.Scatter(x=[two.START], y=[data.loss(two.START)], scales={{"x": w, "y": loss}}, colors=[drawing.ORANGE])
axes = lambda x, y, name: [bqplot.Axis(scale=x, label=name), bqplot.Axis(scale=y, orientation="vertical")]
panels = [
    bqplot.Figure(marks=[heatmap, *dots], axes=axes(x, y, ""), title="data", layout=size),
    bqplot.Figure(marks=[curve, here], axes=axes(w, loss, "w1"), title="loss", layout=size),
]
def change(event):
    w1 = event["new"]
    heatmap.color = data.probabilities(w1)
    with here.hold_sync():
        here.x, here.y = [w1], [data.loss(w1)]
slider.observe(change, names="value")
display(slider, ipywidgets.HBox(panels))
"""

PLOTLY = """
import plotly.graph_objects as go
from plotly.subplots import make_subplots
data = two.PanelData()
figure = go.FigureWidget(make_subplots(1, 2, subplot_titles=["data", "loss"]))
z = data.probabilities(two.START)
figure.add_heatmap(x=two.AXIS, y=two.AXIS, z=z, zmin=0, zmax=1, colorscale="RdBu_r", showscale=False, row=1, col=1)
for label in (0, 1):
    figure.add_scatter(x=data.X[data.y == label, 0], y=data.X[data.y == label, 1], mode="markers",
                       marker_color=drawing.CLASS_COLOURS[label], row=1, col=1)
figure.add_scatter(x=two.WEIGHTS, y=data.curve, line_color=drawing.BLUE, row=1, col=2)
figure.add_scatter(x=[two.START], y=[data.loss(two.START)], mode="markers", marker={{"size": 12, "color": drawing.ORANGE}}, row=1, col=2)
figure.update_layout(width=840, height=360, showlegend=False)
def change(event):
    w1 = event["new"]
    with figure.batch_update():
        figure.data[0].z = data.probabilities(w1)
        figure.data[4].x, figure.data[4].y = [w1], [data.loss(w1)]
slider.observe(change, names="value")
display(slider, figure)
"""

WAYS = {
    "bare round trip": BARE,
    "explorer": EXPLORER,
    "`interact` + `plt.show()`": INTERACT,
    "ipympl, `draw_idle`": IPYMPL,
    "mpl-interactions": MPL_INTERACTIONS,
    "bqplot": BQPLOT,
    "plotly FigureWidget": PLOTLY,
}


def notebook(way: str, folder: str) -> list[str]:
    """The cells of the notebook in which `way` is measured; `folder` contains two_panels.py."""
    return [START.format(folder=folder), WAYS[way].format()]
