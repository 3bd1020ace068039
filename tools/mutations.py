"""The mutations: what is broken on purpose, one thing at a time, and which tests have to notice. `tools/mutants.py` runs them."""

from typing import NamedTuple


class Mutation(NamedTuple):
    """`old` stands in `file` and becomes `new`; `tests` are arguments of pytest; `everyday`: tried by `make test` too."""

    what: str
    file: str
    old: str
    new: str
    tests: str
    everyday: bool = False


def explorer(name: str) -> str:
    """The tests of one explorer of the catalogue."""
    return f"tests/test_explorers.py -k [{name}]"


def nbval(notebook: str) -> str:
    """The committed outputs of one notebook."""
    return f"--nbval --nbval-current-env -W default notebooks/{notebook}.ipynb"


UNIT = {name: f"tests/test_{name}.py" for name in (
    "activations", "network", "losses", "data", "training", "diagnostics", "neuron", "language", "questions", "register", "facts",
    "explorer", "explorers", "notebooks", "cli", "imports", "bad_input", "experiments", "doors", "pictures", "prose", "faults",
)}  # fmt: skip
SCENE = {name: f"tests/scenes/test_{name}.py" for name in (
    "architecture", "backward", "capacity", "diagram", "leaky_maxout", "neuron_pictures", "relu", "saturation", "stepper",
)}  # fmt: skip

MUTATIONS = [
    # ---- activations
    Mutation("a derivative", "nnlab/activations.py", "dh * (h * (1 - h))", "dh * (h * (1 + h))", UNIT["activations"], True),
    Mutation("the slope of the sigmoid", "nnlab/activations.py", "e / (1 + e) ** 2", "e / (1 + e)", UNIT["activations"]),
    Mutation("the slope of tanh", "nnlab/activations.py", "1 - np.tanh(z) ** 2", "1 - np.tanh(z)", UNIT["activations"]),
    Mutation("ReLU at its corner", "nnlab/activations.py", "(np.asarray(z) > 0)", "(np.asarray(z) >= 0)", UNIT["activations"]),
    Mutation("maxout's winner", "nnlab/activations.py", "split(z).max(axis=-2)", "split(z).min(axis=-2)", UNIT["activations"]),
    Mutation("differences to one side", "nnlab/activations.py", "up, down = z + step, z - step", "up, down = z + step, z",
             UNIT["activations"]),
    # ---- network
    Mutation("a sum over examples", "nnlab/network.py", "dz.sum(axis=0)", "dz.mean(axis=0)", UNIT["network"]),
    Mutation("the sign of the bias", "nnlab/network.py", "z += layer.b", "z -= layer.b", UNIT["network"]),
    Mutation("the order of the gradients", "nnlab/network.py", "gradients.insert(0, (", "gradients.append((", UNIT["network"]),
    Mutation("the threshold of a single score", "nnlab/network.py", "(scores[:, 0] > 0)", "(scores[:, 0] >= 0)", UNIT["network"]),
    Mutation("He's 2", "nnlab/network.py", "np.sqrt(2 / n_in)", "np.sqrt(1 / n_in)", UNIT["network"]),
    Mutation("parameters without biases", "nnlab/network.py", "layer.W.size + layer.b.size", "layer.W.size", UNIT["network"]),
    Mutation("the N-layer name", "nnlab/network.py", '{self.n_layers}-layer', '{self.n_layers + 1}-layer', UNIT["network"], True),
    Mutation("a copy that shares its weights", "nnlab/network.py", "W=layer.W.copy()", "W=layer.W", UNIT["network"]),
    Mutation("a bias column let through", "nnlab/network.py", "if b.shape != (len(W),):", "if b.size != len(W):", UNIT["bad_input"]),
    # ---- losses
    Mutation("a sign", "nnlab/losses.py", "np.where(gap > 0, -t, 0)", "np.where(gap > 0, t, 0)", UNIT["losses"], True),
    Mutation("a gradient that is a sum, not a mean", "nnlab/losses.py", "    p /= len(y)\n", "", UNIT["losses"]),
    Mutation("an overflow", "nnlab/losses.py", "shifted -= shifted.max(axis=0)", "shifted -= 0", UNIT["losses"]),
    Mutation("the half of L2", "nnlab/losses.py", "0.5 * strength", "strength", UNIT["losses"]),
    Mutation("the label in the logistic loss", "nnlab/losses.py", "np.maximum(s, 0) - s * y", "np.maximum(s, 0) + s * y", UNIT["losses"]),
    # ---- data
    Mutation("pixels in both halves", "nnlab/data.py", '(0.0, 0.6), "test"', '(0.0, 0.7), "test"', UNIT["data"]),
    Mutation("the turn of the spiral", "nnlab/data.py", "4 * (radius + y)", "4 * (0.5 * radius + y)", UNIT["data"]),
    Mutation("the scale of the digits", "nnlab/data.py", "64) / 16", "64) / 15", UNIT["data"]),
    Mutation("the labels of xor", "nnlab/data.py", "np.where(y, -side, side)", "np.where(y, side, -side)", UNIT["data"]),
    Mutation("a pickle let in", "nnlab/data.py", "allow_pickle=False", "allow_pickle=True", UNIT["doors"]),
    # ---- training
    Mutation("the strength of weight decay", "nnlab/training.py", "dW += l2 * layer.W", "dW += 2 * l2 * layer.W", UNIT["training"]),
    Mutation("the network of the step after", "nnlab/training.py", "step) - 1)]", "step))]", UNIT["training"]),
    Mutation("training the reader's own network", "nnlab/training.py", "_sgd_steps(network.copy(), X", "_sgd_steps(network, X",
             UNIT["training"]),
    Mutation("a divergence to infinity", "nnlab/training.py", "not np.isfinite(self.loss)", "bool(np.isnan(self.loss))", UNIT["training"]),
    Mutation("snapshots that are one network", "nnlab/training.py", "append(step.network.copy())", "append(step.network)",
             UNIT["training"]),
    Mutation("an epoch that is not shuffled", "nnlab/training.py", "rng.permutation(len(X))", "np.arange(len(X))", UNIT["training"]),
    # ---- diagnostics
    Mutation("dead on one example", "nnlab/diagnostics.py", ".all(axis=0) & can_die", ".any(axis=0) & can_die", UNIT["diagnostics"]),
    Mutation("saturation by an absolute slope", "nnlab/diagnostics.py", "< tol * largest", "< tol", UNIT["diagnostics"]),
    Mutation("a 0 that has a sign", "nnlab/diagnostics.py", "(dw >= 0).all(axis=1)", "(dw > 0).all(axis=1)", UNIT["diagnostics"]),
    Mutation("a difference over half its step", "nnlab/diagnostics.py", "/ (2 * step)", "/ step", UNIT["diagnostics"]),
    Mutation("another norm", "nnlab/diagnostics.py", "float(np.linalg.norm(dW))", "float(np.abs(dW).sum())", UNIT["diagnostics"]),
    # ---- neuron
    Mutation("no rest after a spike", "nnlab/neuron.py", "spike + cell.refractory_ms", "spike", f"{UNIT['neuron']} -k simulated"),
    Mutation("a rate in another unit", "nnlab/neuron.py", "1000 / interval_ms", "1 / interval_ms", UNIT["neuron"]),
    Mutation("the size of the noise", "nnlab/neuron.py", "(1 + decay) / forgotten", "1 / forgotten", UNIT["neuron"]),
    Mutation("the sign of a neuron's bias", "nnlab/neuron.py", "@ self.weights + self.bias", "@ self.weights - self.bias", UNIT["neuron"]),
    # ---- experiments and the register of claims
    Mutation("unseen points that were seen", "nnlab/experiments.py", "(100, seed=1)", "(100, seed=0)", UNIT["experiments"]),
    Mutation("unseen digits that were seen", "nnlab/experiments.py", "X[order[1200:]], y[order[1200:]]", "X[order[:600]], y[order[:600]]",
             UNIT["experiments"]),
    Mutation("right taken for wrong", "nnlab/experiments.py", "!= y[::3]", "== y[::3]", UNIT["experiments"]),
    Mutation("a verdict", "nnlab/register.py", "dead > 0 and moved == 0", "dead > 0", f"{UNIT['register']} -k verdict"),
    Mutation("a number in the README", "README.md", "<!-- claims -->\n", "<!-- claims -->\n| 9 |\n", f"{UNIT['register']} -k readme"),
    # ---- words
    Mutation("a glyph that no font has", "nnlab/locale/activations.toml", "An activation function and its slope", "𓀀", UNIT["language"]),
    Mutation("an untranslated word", "nnlab/locale/activations.toml", 'en = "An activation function and its slope"', "",
             UNIT["language"], True),
    Mutation("Hangul in English", "nnlab/locale/classifier.toml", 'en = "', 'en = "가', UNIT["language"]),
    Mutation("a placeholder of one language", "nnlab/locale/questions.toml", "{n}", "{m}", UNIT["language"]),
    Mutation("another number in one language", "nnlab/locale/questions_05.toml", 'en = "0.0001"', 'en = "0.0002"', UNIT["language"]),
    Mutation("the reader's language", "nnlab/language.py", 'startswith("ko")', 'startswith("kr")', UNIT["language"]),
    # ---- questions
    Mutation("a number in a question", "nnlab/locale/questions_01.toml", '"308,310"', '"308,301"', UNIT["facts"]),
    Mutation("the true answer of a question", "nnlab/locale/questions_10.toml", "3,083", "3,082", UNIT["facts"]),
    Mutation("the shape in an answer", "nnlab/locale/questions_11.toml", '"4×5"', '"5×4"', UNIT["facts"]),
    Mutation("a mistake that is let through", "nnlab/questions/exercises/s04_activations.py", "return 1 - h**2", "return 1 - np.abs(h)",
             f"{UNIT['questions']} -k tanh_slope"),
    Mutation("answers that are only nearly right", "nnlab/questions/check.py", "rtol=1e-6", "rtol=0.5", UNIT["questions"]),
    Mutation("a changed argument overlooked", "nnlab/questions/check.py", "if run.changed >= 0:", "if run.changed > 0:", UNIT["questions"]),
    Mutation("an answer that becomes markup", "nnlab/questions/check.py", "{html.escape(self.case)}", "{self.case}", UNIT["doors"]),
    Mutation("a heading that becomes markup", "nnlab/explorer.py", "html.escape(translate(f'{self.name}.title'))",
             "translate(f'{self.name}.title')", UNIT["doors"]),
    Mutation("a guess that can be taken back", "nnlab/questions/prediction.py", "_guesses.setdefault(self._id, key)",
             "_guesses[self._id] = key", UNIT["questions"]),
    Mutation("a score that counts mistakes", "nnlab/questions/prediction.py", 'guess == "right" for', 'guess != "right" for',
             UNIT["questions"]),
    # ---- the engine
    Mutation("an error that is swallowed", "nnlab/explorer.py", "                if strict:\n                    raise\n", "",
             UNIT["explorer"]),
    Mutation("an old change that wins", "nnlab/explorer.py", "if job is not self._job:", "if False:", UNIT["explorer"]),
    Mutation("a failure that looks like a success", "nnlab/explorer.py", "self.canvas.failed = True", "self.canvas.failed = False",
             UNIT["explorer"]),
    Mutation("a reset that forgets the picture", "nnlab/explorer.py", "self.set(**self._start)",
             "self.set(**{name: self._start[name] for name in self.controls})", UNIT["pictures"]),
    Mutation("a stale background", "nnlab/scenes/scene.py", "self._canvas.restore_region(self._background)", "pass", UNIT["explorer"]),
    Mutation("a picture lying on its side", "nnlab/scenes/scene.py", "list(self._canvas.get_width_height())",
             "list(self._canvas.get_width_height())[::-1]", UNIT["explorer"]),
    Mutation("a look ahead that stays", "nnlab/explorer.py", "        finally:\n            self._stage.show(**self.params)\n",
             "        finally:\n            pass\n", UNIT["explorer"]),
    Mutation("a page that is sent again and again", "nnlab/explorer.py", "tuple(its) in self._ahead", "False", UNIT["explorer"]),
    Mutation("a jump that foretells as much as a step", "nnlab/explorer.py", "changes[:1], REST", "changes, REST", UNIT["explorer"]),
    Mutation("the way back at an end", "nnlab/controls.py", "(up or down) if onward else (down or up)",
             "up if onward else down", UNIT["explorer"]),
    Mutation("a guess where the reader no longer is", "nnlab/explorer.py", "shown is self._settled and self", "self", UNIT["explorer"]),
    Mutation("a moved point that the browser does not hear of", "nnlab/explorer.py", "                    self._edits += 1\n", "",
             UNIT["explorer"]),
    Mutation("runs that are one too long", "nnlab/canvas.py", "append=colours.size", "append=colours.size + 1", UNIT["explorer"]),
    Mutation("an option without its word", "nnlab/controls.py", "[(_option(name, option), option)", "[(str(option), option)",
             UNIT["pictures"]),
    Mutation("a value beside the slider's steps", "nnlab/controls.py", "steps = round(float(np.log10(value / low)) * per_decade)",
             "steps = float(np.log10(value / low)) * per_decade", UNIT["pictures"]),
    # ---- pictures
    Mutation("a callback at its maximum", "nnlab/scenes/activations.py",
             "        chosen = self.functions[activation]\n        value, slope",
             "        chosen = self.functions[activation]\n        assert z < 6\n        value, slope", explorer("activation_curve"), True),
    Mutation("another callback at its maximum", "nnlab/scenes/relu_death.py", "        path, sizes, w, b = [], [], start_w, start_b\n",
             "        path, sizes, w, b = [], [], start_w, start_b\n        assert step < self.steps\n", explorer("kill_a_unit")),
    Mutation("a tangent that leans the other way", "nnlab/scenes/activations.py", "value + slope * reach", "value - slope * reach",
             UNIT["pictures"]),
    Mutation("a boundary on the other side", "nnlab/scenes/plane.py", "foot = (level - b)", "foot = (level + b)", UNIT["pictures"]),
    Mutation("the labels of two axes", "nnlab/scenes/plane.py", 'xlabel="$x_1$", ylabel="$x_2$"', 'xlabel="$x_2$", ylabel="$x_1$"',
             UNIT["pictures"]),
    Mutation("a label on another axis", "nnlab/scenes/classifier.py", 'xlabel=translate("step"), ylabel=translate("loss")',
             'xlabel=translate("loss"), ylabel=translate("step")', UNIT["pictures"]),
    Mutation("right and wrong in the sentence", "nnlab/scenes/classifier.py", "wrong = network.predict(X) != y",
             "wrong = network.predict(X) == y",
             UNIT["pictures"]),
    Mutation("a hand on the wrong weight", "nnlab/scenes/classifier.py", '{"w1": round(end.x, 2), "w2": round(end.y, 2)}',
             '{"w1": round(end.y, 2), "w2": round(end.x, 2)}', UNIT["pictures"]),
    Mutation("the loss drawn as the accuracy", "nnlab/scenes/score_functions.py", "(run.losses, run.accuracies)",
             "(run.accuracies, run.losses)", UNIT["pictures"]),
    Mutation("seen images in place of unseen ones", "nnlab/scenes/score_functions.py", 'photos("test", ImageScores.n_test, seed=1)',
             'photos("train", ImageScores.n_test, seed=1)', UNIT["pictures"]),
    Mutation("a network counted short", "nnlab/scenes/capacity.py", '5 * params["hidden"] + 2', '5 * params["hidden"] + 1',
             UNIT["pictures"]),
    Mutation("seen points in place of unseen ones", "nnlab/scenes/capacity.py", "NOISE[dataset], 12345", "NOISE[dataset], 0",
             UNIT["pictures"]),
    Mutation("a picture of the end, whatever the step", "nnlab/scenes/score_functions.py",
             'params["step"], side="right")) - 1\n        network, step', '10**9, side="right")) - 1\n        network, step',
             explorer("train_network")),
    Mutation("a gradient to the wrong end", "nnlab/scenes/saturation.py", '"x": dq * w, "w": dq * x', '"x": dq * x, "w": dq * w',
             SCENE["saturation"]),
    Mutation("a count of biases", "nnlab/scenes/architecture.py", "(k * n_in * n_out, k * n_out)", "(k * n_in * n_out, n_out)",
             SCENE["architecture"]),
    Mutation("the ends of the lines", "nnlab/scenes/diagram.py", "return ends, right.units[to], left.units[source]",
             "return ends, left.units[source], right.units[to]", SCENE["diagram"]),
    Mutation("the centre of a step", "nnlab/scenes/universal.py", "-slope * (at[1:] + at[:-1]) / 2", "-slope * at[1:]", UNIT["pictures"]),
    Mutation("faster called slower", "nnlab/scenes/relu_speed.py", "if ratio > 1 else", "if ratio < 1 else", SCENE["relu"]),
    Mutation("the largest of some lines", "nnlab/scenes/maxout.py", "winners = z.argmax(axis=1)", "winners = z.argmin(axis=1)",
             f"{SCENE['leaky_maxout']} {UNIT['pictures']}"),
    Mutation("a step back that goes on", "nnlab/scenes/walk.py", '{"ArrowLeft": -1, "ArrowRight": 1}', '{"ArrowLeft": 1, "ArrowRight": -1}',
             f"{SCENE['backward']} {SCENE['stepper']} {UNIT['pictures']}"),
    # ---- notebooks
    Mutation("a code cell of one edition", "notebooks/en/01_score_functions.ipynb", "S = W2 @ h\\n", "S = W2 @ (h + 0)\\n",
             UNIT["notebooks"]),
    Mutation("a Korean text without its translation", "notebooks/ko/04_activation_functions.ipynb",
             "수 하나가 들어가고, 수 하나가 나옵니다",
             "수 하나가 들어가면 수 하나가 나옵니다", UNIT["notebooks"], True),
    Mutation("a number in the prose", "notebooks/en/05_sigmoid.ipynb", "falls from 10.1 to 3.8", "falls from 11.9 to 3.8", UNIT["prose"]),
    Mutation("a year in one edition", "notebooks/en/05_sigmoid.ipynb", "Glorot and Bengio, 2010", "Glorot and Bengio, 2012", UNIT["prose"]),
    Mutation("a link", "notebooks/en/00_start_here.ipynb", "(01_score_functions.ipynb", "(01_scores.ipynb", UNIT["notebooks"]),
    Mutation("an exercise that is solved", "notebooks/ko/04_activation_functions.ipynb", "return ...", "return 1", UNIT["notebooks"]),
    Mutation("a picture without words", "notebooks/en/07_relu.ipynb", '"alt": "', '"alt_": "', UNIT["notebooks"]),
    Mutation("the language of an edition", "notebooks/ko/06_tanh.ipynb", 'use_language(\\"ko\\")', 'use_language(\\"en\\")',
             UNIT["notebooks"]),
    Mutation("a stored output", "notebooks/en/00_start_here.ipynb", "neural network', 6, 26", "neural network', 6, 27",
             nbval("en/00_start_here")),
    Mutation("another stored output", "notebooks/ko/11_feed_forward.ipynb", '"text/plain": [\n', '"text/plain": [\n       "0\\n",\n',
             nbval("ko/11_feed_forward")),
    # ---- the command
    Mutation("a copy over the reader's work", "nnlab/lecture_files.py", "theirs in (None, *given) and", "", UNIT["faults"]),
    Mutation("half a file", "nnlab/lecture_files.py", "    os.replace(part, path)", "    path.write_bytes(content)", UNIT["faults"]),
    Mutation("a server for everyone", "nnlab/cli.py", "--ServerApp.ip=127.0.0.1", "--ServerApp.ip=0.0.0.0",
             f"{UNIT['doors']} -k listens"),
    Mutation("a server without its token", "nnlab/cli.py", '"--Application.log_level=ERROR",',
             '"--Application.log_level=ERROR", "--IdentityProvider.token=",', f"{UNIT['doors']} -k listens"),
    Mutation("an exit code", "nnlab/cli.py", "return 1 if failed else 0", "return 0", f"{UNIT['cli']} -k exit_code"),
    Mutation("a missing font that is not told", "nnlab/environment.py", "    if said:\n", "    if False:\n",
             f"{UNIT['cli']} -k without_hangul"),
    Mutation("an import", "nnlab/network.py", "import numpy as np", "import matplotlib\nimport numpy as np", UNIT["imports"]),
]  # fmt: skip
