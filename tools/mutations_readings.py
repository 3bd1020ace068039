"""The mutations of the readings: a figure, a direction, a scope or a control that is no longer true; part of the list in `mutations.py`."""

L = "nnlab/lecture/"
T = "tests/lecture/test_readings.py -k "
SLOW = "-m slow " + T  # measured again with other seeds

# what is broken, file, old text, new text, tests
READINGS_MUTATIONS = [
    # ---- a figure: stored, stated, or in the text of the reading
    ("a stored accuracy", L + "tanh/readings.json", '"lowered": 0.99', '"lowered": 0.97', T + "tanh"),
    ("a stored difference", L + "single_neuron_classifier/readings.json", '"ahead": 2', '"ahead": 1', T + "single_neuron"),
    ("a stored count", L + "biological_neuron/readings.json", '"bursts": 12.0', '"bursts": 11.0', T + "biological"),
    ("a stored share", L + "sigmoid/readings.json", '"biases_levelled": 0.9', '"biases_levelled": 0.8', T + "sigmoid"),
    ("another figure in the text", "notebooks/en/06_tanh.ipynb", "positive | sigmoid 97.3%", "positive | sigmoid 99.3%", T + "tanh"),
    ("another figure in the Korean text", "notebooks/ko/03_single_neuron_classifier.ipynb", "3.23으로", "2.30으로", T + "single_neuron"),
    ("a figure that its place no longer states", "notebooks/en/05_sigmoid.ipynb", "4.2 times as long", "2.4 times as long", T + "sigmoid"),
    # ---- a direction: contenders exchanged
    ("the verdict the other way round", L + "tanh/readings.py", 'best["lowered"] - best["sigmoid"], best["stretched"]',
     'best["stretched"] - best["sigmoid"], best["lowered"]', SLOW + "tanh.fair_start"),
    ("the losses exchanged", L + "single_neuron_classifier/readings.py", '("hinge", "hinge", slice(None))', '("hinge", "logistic", slice(None))',
     SLOW + "xor_training"),
    ("a ratio upside down", L + "sigmoid/readings.py", "gradients[0] / gradients[-1]", "gradients[-1] / gradients[0]", SLOW + "two_starts"),
    ("bounds that the figure does not meet", L + "tanh/readings.toml", "centring = [0.01", "centring = [0.03", T + "tanh"),
    # ---- a scope: fewer steps, another start, one rate for all
    ("a training cut short", L + "tanh/readings.py", "steps=300) -> float", "steps=100) -> float", SLOW + "tanh.fair_start"),
    ("another start", L + "sigmoid/readings.py", 'mlp([100] + 8 * [100] + [1], "sigmoid"', 'mlp([100] + 3 * [100] + [1], "sigmoid"', SLOW + "vanishing"),
    ("one rate for all", L + "sigmoid/readings.py", "learning_rate=(0.1, 0.3, 1.0, 3.0)", "learning_rate=(3.0,)", SLOW + "own_rate"),
    ("a test set that was seen", L + "experiments.py", "X[order[1200:]], y[order[1200:]]", "X[order[:1200]], y[order[:1200]]", "tests/lecture/test_experiments.py"),
    ("a comparison that takes the worst setting", L + "experiments.py", "np.argmax(np.median(tried, axis=1))", "np.argmin(np.median(tried, axis=1))",
     "tests/lecture/test_experiments.py"),
    ("a diverged run that wins", L + "experiments.py", "return -np.inf if np.isnan(value) else float(value)", "return np.inf if np.isnan(value) else float(value)",
     "tests/lecture/test_experiments.py"),
    # ---- a place, a control
    ("a place that is gone", L + "tanh/readings.toml", '"notebook two-scope"', '"notebook two-scopes"', T + "tanh"),
    ("a conclusion that no reading names", L + "sigmoid/readings.toml", '"notebook learn-read"', '"notebook learn-table"', T + "sigmoid"),
    ("no control", L + "biological_neuron/readings.toml", "[timing.control]", "[timing.controls]", T + "biological"),
]  # fmt: skip
