"""The mutations: what is broken on purpose, one thing at a time, and which tests have to fail. `tools/mutants.py` runs them."""

from pathlib import Path
from typing import NamedTuple

from mutations_engine import ENGINE_MUTATIONS
from mutations_readings import READINGS_MUTATIONS
from mutations_website import WEBSITE_MUTATIONS

ROOT = Path(__file__).parents[1]


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


# The name of a test file -> its path.
TESTS = {
    path.stem.removeprefix("test_"): path.relative_to(ROOT).as_posix()
    for path in (ROOT / "tests").rglob("test_*.py")
    if path.parent.name != "browser"
}

MUTATIONS = [
    # ---- activations
    Mutation("a derivative", "nnlab/activations.py", "dh * (h * (1 - h))", "dh * (h * (1 + h))", TESTS["activations"], True),
    Mutation("the slope of the sigmoid", "nnlab/activations.py", "e / (1 + e) ** 2", "e / (1 + e)", TESTS["activations"]),
    Mutation("the slope of tanh", "nnlab/activations.py", "1 - np.tanh(z) ** 2", "1 - np.tanh(z)", TESTS["activations"]),
    Mutation("ReLU at its corner", "nnlab/activations.py", "(np.asarray(z) > 0)", "(np.asarray(z) >= 0)", TESTS["activations"]),
    Mutation("maxout's winner", "nnlab/activations.py", "_split(pieces, z).max(axis=-2)", "_split(pieces, z).min(axis=-2)", TESTS["activations"]),
    Mutation("differences to one side", "nnlab/activations.py", "up, down = z + step, z - step", "up, down = z + step, z",
             TESTS["activations"]),
    # ---- network
    Mutation("a sum over examples", "nnlab/network.py", "dz.sum(axis=0)", "dz.mean(axis=0)", TESTS["network"]),
    Mutation("the sign of the bias", "nnlab/network.py", "z += layer.b", "z -= layer.b", TESTS["network"]),
    Mutation("the order of the gradients", "nnlab/network.py", "gradients.insert(0, (", "gradients.append((", TESTS["network"]),
    Mutation("the threshold of a single score", "nnlab/network.py", "(scores[:, 0] > 0)", "(scores[:, 0] >= 0)", TESTS["network"]),
    Mutation("He's 2", "nnlab/network.py", "np.sqrt(2 / n_in)", "np.sqrt(1 / n_in)", TESTS["network"]),
    Mutation("parameters without biases", "nnlab/network.py", "layer.W.size + layer.b.size", "layer.W.size", TESTS["network"]),
    Mutation("the N-layer name", "nnlab/network.py", 'n=self.n_layers)', 'n=self.n_layers + 1)', TESTS["network"], True),
    Mutation("a copy that shares its weights", "nnlab/network.py", "W=layer.W.copy()", "W=layer.W", TESTS["network"]),
    Mutation("a bias column let through", "nnlab/network.py", "if b.shape != (len(W),):", "if b.size != len(W):", TESTS["bad_input"]),
    # ---- losses
    Mutation("a sign", "nnlab/losses.py", "np.where(gap > 0, -t, 0)", "np.where(gap > 0, t, 0)", TESTS["losses"], True),
    Mutation("a gradient that is a sum, not a mean", "nnlab/losses.py", "    p /= len(y)\n", "", TESTS["losses"]),
    Mutation("an overflow", "nnlab/losses.py", "shifted -= shifted.max(axis=0)", "shifted -= 0", TESTS["losses"]),
    Mutation("the half of L2", "nnlab/losses.py", "0.5 * strength", "strength", TESTS["losses"]),
    Mutation("the label in the logistic loss", "nnlab/losses.py", "np.maximum(s, 0) - s * y", "np.maximum(s, 0) + s * y", TESTS["losses"]),
    # ---- data
    Mutation("pixels in both halves", "nnlab/data.py", '(0.0, 0.6), "test"', '(0.0, 0.7), "test"', TESTS["data"]),
    Mutation("the turn of the spiral", "nnlab/data.py", "4 * (radius + y)", "4 * (0.5 * radius + y)", TESTS["data"]),
    Mutation("the scale of the digits", "nnlab/data.py", "64) / 16", "64) / 15", TESTS["data"]),
    Mutation("the labels of xor", "nnlab/data.py", "np.where(y, -side, side)", "np.where(y, side, -side)", TESTS["data"]),
    Mutation("a pickle let in", "nnlab/data.py", "allow_pickle=False", "allow_pickle=True", TESTS["security"]),
    # ---- training
    Mutation("the strength of weight decay", "nnlab/training.py", "dW += l2 * layer.W", "dW += 2 * l2 * layer.W", TESTS["training"]),
    Mutation("the network of the step after", "nnlab/training.py", "bisect_right(self.steps, step) - 1)", "bisect_right(self.steps, step))", TESTS["training"]),
    Mutation("training the reader's own network", "nnlab/training.py", "_sgd_steps(network.copy(), X", "_sgd_steps(network, X",
             TESTS["training"]),
    Mutation("a divergence to infinity", "nnlab/training.py", "not np.isfinite(self.loss)", "bool(np.isnan(self.loss))", TESTS["training"]),
    Mutation("snapshots that are one network", "nnlab/training.py", "append(step.network.copy())", "append(step.network)",
             TESTS["training"]),
    Mutation("an epoch that is not shuffled", "nnlab/training.py", "rng.permutation(len(X))", "np.arange(len(X))", TESTS["training"]),
    # ---- diagnostics
    Mutation("dead on one example", "nnlab/diagnostics.py", ".all(axis=(0, 1))", ".any(axis=0).all(axis=0)", TESTS["diagnostics"]),
    Mutation("saturation by an absolute slope", "nnlab/diagnostics.py", "< tol * largest", "< tol", TESTS["diagnostics"]),
    Mutation("a 0 that has a sign", "nnlab/diagnostics.py", "(dw >= 0).all(axis=1)", "(dw > 0).all(axis=1)", TESTS["diagnostics"]),
    Mutation("a difference over half its step", "nnlab/diagnostics.py", "/ (2 * step)", "/ step", TESTS["diagnostics"]),
    Mutation("another norm", "nnlab/diagnostics.py", "float(np.linalg.norm(dW))", "float(np.abs(dW).sum())", TESTS["diagnostics"]),
    # ---- neuron
    Mutation("no rest after a spike", "nnlab/neuron.py", "spike + membrane.refractory_ms", "spike", f"{TESTS['neuron']} -k simulated"),
    Mutation("a rate in another unit", "nnlab/neuron.py", "1000 / interval_ms", "1 / interval_ms", TESTS["neuron"]),
    Mutation("the size of the noise", "nnlab/neuron.py", "(1 + decay) / rise", "1 / rise", TESTS["neuron"]),
    Mutation("the sign of a neuron's bias", "nnlab/neuron.py", "@ self.weights + self.bias", "@ self.weights - self.bias", TESTS["neuron"]),
    # ---- experiments and the register of claims
    Mutation("unseen points that were seen", "nnlab/lecture/experiments.py", "(100, seed=1)", "(100, seed=0)", TESTS["experiments"]),
    Mutation("unseen digits that were seen", "nnlab/lecture/experiments.py", "X[order[1200:]], y[order[1200:]]", "X[order[:600]], y[order[:600]]",
             TESTS["experiments"]),
    Mutation("right taken for wrong", "nnlab/lecture/experiments.py", "!= y[::3]", "== y[::3]", TESTS["experiments"]),
    Mutation("a verdict", "nnlab/lecture/claims.py", "f.dead_1 > 0 and f.moved_1 == 0", "f.dead_1 > 0", f"{TESTS['claims']} -k verdict"),
    Mutation("a tie that counts", "nnlab/lecture/claims.py", "median >= SMALLEST and more", "more", f"{TESTS['claims']} -k counts"),
    Mutation("scored on what chose", "nnlab/lecture/choosing_an_activation/contest.py", "X_unseen[N_CHOOSING:]", "X_unseen[:N_CHOOSING]",
             TESTS["choosing_an_activation"]),
    Mutation("the worst setting marked", "nnlab/lecture/choosing_an_activation/pictures.py", "np.argmax(table)", "np.argmin(table)",
             TESTS["choosing_an_activation"]),
    Mutation("a number in the README", "README.md", "<!-- verdicts -->\n", "<!-- verdicts -->\n| 9 |\n", f"{TESTS['claims']} -k readme"),
    # ---- words
    Mutation("a glyph that no font has", "nnlab/lecture/activation_functions/words.toml", "An activation function and its slope", "𓀀", TESTS["language"]),
    Mutation("an untranslated word", "nnlab/lecture/activation_functions/words.toml", 'en = "An activation function and its slope"', "",
             TESTS["language"], True),
    Mutation("Hangul in English", "nnlab/words.toml", 'en = "', 'en = "가', TESTS["language"]),
    Mutation("a placeholder of one language", "nnlab/questions/words.toml", "{n}", "{m}", TESTS["language"]),
    Mutation("another number in one language", "nnlab/lecture/sigmoid/questions.toml", 'en = "0.0001"', 'en = "0.0002"', TESTS["language"]),
    Mutation("the reader's language", "nnlab/language.py", 'startswith("ko")', 'startswith("kr")', TESTS["language"]),
    # ---- questions
    Mutation("a number in a question", "nnlab/lecture/score_functions/questions.toml", '"308,310"', '"308,301"', TESTS["question_facts"]),
    Mutation("the true answer of a question", "nnlab/lecture/architecture/questions.toml", "3,083", "3,082", TESTS["question_facts"]),
    Mutation("the shape in an answer", "nnlab/lecture/feed_forward/questions.toml", '"4×5"', '"5×4"', TESTS["question_facts"]),
    Mutation("a mistake that is let through", "nnlab/lecture/activation_functions/exercises.py", "return dh * np.where(h > 0, 1.0, alpha)",
             "return dh * (h > 0)", f"{TESTS['checking']} -k leaky_backward"),
    Mutation("answers that are only nearly right", "nnlab/questions/compare.py", "rtol=1e-6", "rtol=0.5", TESTS["checking"]),
    Mutation("a changed argument overlooked", "nnlab/questions/checking.py", "if outcome.changed >= 0:", "if outcome.changed > 0:", TESTS["checking"]),
    Mutation("an answer that becomes markup", "nnlab/questions/checking.py", "{html.escape(self.first_failure)}", "{self.first_failure}", TESTS["markup"]),
    Mutation("a guess that can be taken back", "nnlab/questions/progress.py", "id in found and", "False and", TESTS["prediction"]),
    Mutation("a score that counts mistakes", "nnlab/questions/prediction.py", 'choice == "right" for', 'choice != "right" for',
             TESTS["prediction"]),
    # ---- progress and votes
    Mutation("answers of the day before overwritten", "nnlab/questions/progress.py", 'open(file, "a+b"', 'open(file, "w+b"', TESTS["progress"]),
    Mutation("a broken line that ends everything", "nnlab/questions/progress.py", "except ValueError:", "except KeyError:", TESTS["progress"]),
    Mutation("progress of another notebook", "nnlab/lecture/progress.py", "solved & set(given)", "solved", TESTS["progress_table"]),
    Mutation("a phone that votes twice", "nnlab/votes/state.py", 'raise Refused(409, "voted_already")', "pass", TESTS["state"]),
    Mutation("a vote for the question before", "nnlab/votes/state.py", "self._vote().number != number", "False", TESTS["state"]),
    Mutation("a vote that stays open on the next slide", "nnlab/votes/state.py", '"closed" if current.phase == "open" else current.phase',
             "current.phase", TESTS["state"]),
    Mutation("a formula in the totals", "nnlab/votes/state.py", "return f\"'{text}\" if text", 'return text if text', TESTS["state"]),
    Mutation("the other advice", "nnlab/votes/state.py", "share < EXPLAIN_BELOW", "share > EXPLAIN_BELOW", TESTS["state"]),
    Mutation("a hub's token that follows a redirect", "nnlab/_hub.py", "build_opener(_NoRedirect)", "build_opener()",
             "tests/questions/test_class_vote.py"),
    Mutation("a lecturer's own answer as a vote", "nnlab/questions/class_vote.py", " or progress.is_off()", "",
             "tests/questions/test_class_vote.py"),
    Mutation("two presenters that mix their votes", "nnlab/jupyter/shared/labextensions/nnlab-present/static/votes.js",
             "state.vote.id !== question.id", "false", "tests/frontend -k votes_control"),
    # ---- pictures
    Mutation("a callback at its maximum", "nnlab/lecture/activation_functions/activation_curve.py",
             "        chosen = self.functions[activation]\n        value, slope",
             "        chosen = self.functions[activation]\n        assert z < 6\n        value, slope", explorer("activation_curve"), True),
    Mutation("another callback at its maximum", "nnlab/lecture/relu/kill_a_unit.py", "        path, sizes, w, b = [], [], start_w, start_b\n",
             "        path, sizes, w, b = [], [], start_w, start_b\n        assert step < self.steps\n", explorer("kill_a_unit")),
    Mutation("a tangent that leans the other way", "nnlab/lecture/activation_functions/activation_curve.py", "value + slope * dz", "value - slope * dz",
             TESTS["activation_functions"]),
    Mutation("a boundary on the other side", "nnlab/engine/plane.py", "foot = (level - b)", "foot = (level + b)", TESTS["plane"]),
    Mutation("the labels of two axes", "nnlab/engine/plane.py", 'xlabel="$x_1$", ylabel="$x_2$"', 'xlabel="$x_2$", ylabel="$x_1$"',
             TESTS["single_neuron_classifier"]),
    Mutation("a label on another axis", "nnlab/lecture/single_neuron_classifier/train_neuron.py", 'xlabel=translate("step"), ylabel=ylabel',
             'xlabel=ylabel, ylabel=translate("step")', TESTS["single_neuron_classifier"]),
    Mutation("right and wrong in the sentence", "nnlab/lecture/single_neuron_classifier/decision_boundary.py", "wrong = network.predict(X) != y",
             "wrong = network.predict(X) == y",
             TESTS["single_neuron_classifier"]),
    Mutation("a street of half its width", "nnlab/lecture/single_neuron_classifier/points.py", "for level in (-1, 1)]", "for level in (-0.5, 0.5)]",
             TESTS["single_neuron_classifier"]),
    Mutation("biases shifted the wrong way", "nnlab/lecture/tanh/functions.py", "-0.5 * layer.W.sum", "0.5 * layer.W.sum", TESTS["tanh"]),
    Mutation("a hand on the wrong weight", "nnlab/lecture/single_neuron_classifier/decision_boundary.py", '{"w1": round(end.x, 2), "w2": round(end.y, 2)}',
             '{"w1": round(end.y, 2), "w2": round(end.x, 2)}', TESTS["single_neuron_classifier"]),
    Mutation("the loss drawn as the accuracy", "nnlab/lecture/score_functions/train_network.py", "(run.losses, run.accuracies)",
             "(run.accuracies, run.losses)", TESTS["score_functions"]),
    Mutation("seen images in place of unseen ones", "nnlab/lecture/score_functions/image_scores.py", '{"split": "test", ',
             '{"split": "train", ', TESTS["score_functions"]),
    Mutation("a network counted short", "nnlab/lecture/capacity_and_regularization/capacity.py", "parameters=network.n_parameters", "parameters=network.n_neurons",
             TESTS["capacity_and_regularization"]),
    Mutation("seen points in place of unseen ones", "nnlab/lecture/capacity_and_regularization/capacity.py", "NOISE[dataset], 12345", "NOISE[dataset], 0",
             TESTS["capacity_and_regularization"]),
    Mutation("the line of another class", "nnlab/lecture/capacity_and_regularization/capacity.py", "output.W[1] - output.W[0]", "output.W[0] - output.W[1]",
             TESTS["capacity_and_regularization"]),
    Mutation("a verdict the wrong way round", "nnlab/lecture/capacity_and_regularization/universal.py", "if by_hand < largest else", "if by_hand > largest else",
             TESTS["capacity_and_regularization"]),
    Mutation("a tent that leans", "nnlab/lecture/capacity_and_regularization/depth.py", "np.array([0.0, -0.5])", "np.array([0.0, -0.4])",
             TESTS["capacity_and_regularization"]),
    Mutation("a picture of the end, whatever the step", "nnlab/lecture/score_functions/train_network.py",
             'run.index_at(params["step"])', 'run.index_at(10**9)',
             explorer("train_network")),
    Mutation("a gradient to the wrong end", "nnlab/lecture/sigmoid/chain_rule.py", '"x": dq * w, "w": dq * x', '"x": dq * x, "w": dq * w',
             TESTS["sigmoid"]),
    Mutation("a count of biases", "nnlab/lecture/architecture/counting.py", "(k * n_in * n_out, k * n_out)", "(k * n_in * n_out, n_out)",
             TESTS["architecture"]),
    Mutation("the ends of the lines", "nnlab/engine/network_layout.py", "return ends, right.units[target], left.units[source]",
             "return ends, left.units[source], right.units[target]", TESTS["network_layout"]),
    Mutation("the centre of a step", "nnlab/lecture/capacity_and_regularization/universal.py", "-slope * (at[1:] + at[:-1]) / 2", "-slope * at[1:]", TESTS["capacity_and_regularization"]),
    Mutation("faster called slower", "nnlab/lecture/relu/race.py", "if ratio > 1 else", "if ratio < 1 else", TESTS["relu"]),
    Mutation("a bend that changes the slope", "nnlab/lecture/relu/bending.py", "np.tanh(k * z) / k", "np.tanh(k * z)", TESTS["relu"]),
    Mutation("idle units counted as dead", "nnlab/lecture/relu/dead_relu.py", "for kind in (inactive_units, dead_units)",
             "for kind in (dead_units, inactive_units)", TESTS["relu"]),
    Mutation("gold for every output", "nnlab/lecture/sigmoid/saturation.py", "_counts(layer[mask], borders)", "_counts(layer, borders)", TESTS["sigmoid"]),
    Mutation("a map upside down", "nnlab/lecture/choosing_an_activation/unit_maps.py", "image[low : low + SIDE, left", "image[low + SIDE - 1 : low - 1 : -1, left",
             TESTS["choosing_an_activation"]),
    Mutation("the frame beside it", "nnlab/lecture/capacity_and_regularization/film.py", "(x + GAP / 2) // (SIDE + GAP)", "(x + GAP / 2) // SIDE",
             TESTS["capacity_film"]),
    Mutation("a boundary where a third score is larger", "nnlab/lecture/score_functions/boundaries.py", "np.stack([low, high], axis=-1)",
             "np.stack([0 * low, 0 * high + 1], axis=-1)", TESTS["collapse_picture"]),
    Mutation("a share without the sums", "nnlab/lecture/relu/cost.py", 'product = sum(nanoseconds["product"])', "product = 0.1", TESTS["relu"]),
    Mutation("the largest of some lines", "nnlab/lecture/leaky_relu_maxout/maxout.py", "view.tones[winners]", "view.tones[z.argmin(axis=1)]",
             f"{TESTS['leaky_relu_maxout']}"),
    Mutation("a cut at another height", "nnlab/lecture/leaky_relu_maxout/maxout.py", "dtype=float) + cut * TILTS", "dtype=float) - cut * TILTS",
             TESTS["leaky_relu_maxout"]),
    Mutation("a step against the inputs", "nnlab/lecture/sigmoid/own_walk.py", "step[0] * step[1] <= 0", "step[0] * step[1] > 0", TESTS["drags"]),
    Mutation("an arm on the wrong side", "nnlab/lecture/leaky_relu_maxout/leaky.py", "[alpha * ARM_Z]", "[-alpha * ARM_Z]", TESTS["drags"]),
    Mutation("another point's losses", "nnlab/lecture/single_neuron_classifier/two_losses.py", "else [selected]]) for", "else [0]]) for",
             TESTS["drags"]),
    Mutation("spikes that stand still", "nnlab/lecture/biological_neuron/neuron.py", "time / LAST_TIME", "0 * time", TESTS["drags"]),
    Mutation("a path over another loss", "nnlab/lecture/single_neuron_classifier/train_neuron.py", "path[-1:], -1e3", "path[:1], -1e3", TESTS["drags"]),
    Mutation("a target beside its handles", "nnlab/lecture/capacity_and_regularization/drawn_target.py", "(1 + 2 * t) * (1 - t) ** 2", "(1 - t) ** 2",
             TESTS["drags"]),
    Mutation("the answers of the end at every step", "nnlab/lecture/relu/race.py", "runs[0].answers[n - 1]", "runs[0].answers[-1]", TESTS["relu"]),
    Mutation("an arrow to where the unit already is", "nnlab/lecture/relu/kill_a_unit.py", "after, later = (w, b), []", "after, later = path[-1][:2], []",
             TESTS["linked_panels"]),
    Mutation("bands of the wrong edges", "nnlab/lecture/sigmoid/chain_rule.py", '("x", "w", "product",', '("w", "x", "product",', TESTS["linked_panels"]),
    Mutation("the row above the pressed one", "nnlab/lecture/relu/dead_relu.py", "order[int(share * len(order))]", "order[int(share * len(order)) - 1]",
             TESTS["linked_panels"]),
    Mutation("the other slope of the secant", "nnlab/lecture/backpropagation/gradient_check.py", "h * PLACES[:, None]", "2 * h * PLACES[:, None]",
             TESTS["linked_panels"]),
    Mutation("gradients above 0 in orange", "nnlab/engine/drawing.py", "SIGN_COLOURS = (BLUE, ORANGE)", "SIGN_COLOURS = (ORANGE, BLUE)",
             f"{TESTS['pictures_agree']} -k sign"),
    Mutation("the names of two curves exchanged", "nnlab/engine/labels.py", "((low, bottom), (high, top))", "((low, top), (high, bottom))",
             TESTS["labels"]),
    Mutation("a step back that goes on", "nnlab/engine/network_walk.py", '{"ArrowLeft": -1, "ArrowRight": 1}', '{"ArrowLeft": 1, "ArrowRight": -1}',
             f"{TESTS['backpropagation']} {TESTS['feed_forward']}"),
    # ---- notebooks
    Mutation("a code cell of one edition", "notebooks/en/01_score_functions.ipynb", "S = W2 @ h\\n", "S = W2 @ (h + 0)\\n",
             TESTS["notebooks"]),
    Mutation("a Korean text without its translation", "notebooks/ko/04_activation_functions.ipynb",
             "다음: [05", "다음은 [05", TESTS["notebooks"], True),
    Mutation("a number in the prose", "notebooks/en/05_sigmoid.ipynb", "falls from 10.1 to 3.8", "falls from 11.9 to 3.8", TESTS["notebook_numbers"]),
    Mutation("a year in one edition", "notebooks/en/05_sigmoid.ipynb", "Glorot and Bengio, 2010", "Glorot and Bengio, 2012", TESTS["notebook_numbers"]),
    Mutation("a link", "notebooks/en/00_start_here.ipynb", "(01_score_functions.ipynb", "(01_scores.ipynb", TESTS["notebooks"]),
    Mutation("an exercise that is solved", "notebooks/ko/04_activation_functions.ipynb", "return ...", "return 1", TESTS["notebooks"]),
    Mutation("a picture without words", "notebooks/en/07_relu.ipynb", '"alt": "', '"alt_": "', TESTS["notebooks"]),
    Mutation("the language of an edition", "notebooks/ko/06_tanh.ipynb", 'use_language(\\"ko\\")', 'use_language(\\"en\\")',
             TESTS["notebooks"]),
    Mutation("a stored output", "notebooks/en/00_start_here.ipynb", "neural network', 6, 26", "neural network', 6, 27",
             nbval("en/00_start_here")),
    Mutation("another stored output", "notebooks/ko/11_feed_forward.ipynb", '"text/plain": [\n', '"text/plain": [\n       "0\\n",\n',
             nbval("ko/11_feed_forward")),
    # ---- the command
    Mutation("a copy over the reader's work", "nnlab/app/lecture_files.py", "present in (None, *known) and", "", TESTS["copy_faults"]),
    Mutation("half a file", "nnlab/app/lecture_files.py", "    os.replace(part, path)", "    path.write_bytes(content)", TESTS["copy_faults"]),
    Mutation("a server for everyone", "nnlab/app/cli.py", "--ServerApp.ip=127.0.0.1", "--ServerApp.ip=0.0.0.0",
             f"{TESTS['security']} -k address_and_token"),
    Mutation("a server without its token", "nnlab/app/cli.py", '"--Application.log_level=ERROR",',
             '"--Application.log_level=ERROR", "--IdentityProvider.token=",', f"{TESTS['security']} -k address_and_token"),
    Mutation("an exit code", "nnlab/app/cli.py", "return 1 if failed else 0", "return 0", f"{TESTS['environment']} -k exit_code"),
    Mutation("a missing font that is not told", "nnlab/app/environment.py", "    if messages:\n", "    if False:\n",
             f"{TESTS['environment']} -k without_hangul"),
    Mutation("an import", "nnlab/network.py", "import numpy as np", "import matplotlib\nimport numpy as np", TESTS["imports"]),
    *(Mutation(*row) for row in ENGINE_MUTATIONS),
    *(Mutation(*row) for row in READINGS_MUTATIONS),
    *(Mutation(*row) for row in WEBSITE_MUTATIONS),
]  # fmt: skip
