"""The mutations of the engine, in Python and in JavaScript; they are part of the list in `mutations.py`."""

E = "nnlab/engine/"
T = "tests/engine/test_"
JS = "tests/frontend/test_frontend.py"

# what is broken, file, old text, new text, tests
ENGINE_MUTATIONS = [
    # ---- the explorer
    ("an error that is swallowed", E + "explorer.py", "                if raise_errors:\n                    raise\n", "", T + "explorer.py"),
    ("a reset that forgets the picture", E + "explorer.py", "self.set(**self._start)", "self.set(**{name: self._start[name] for name in self.controls})", T + "explorer.py"),
    ("a moved point that the browser does not hear of", E + "explorer.py", "                    self._revision += 1\n", "", T + "prefetch.py"),
    ("a preset that keeps what was set before", E + "explorer.py", "self._start | self.presets[key]", "self.presets[key]", T + "explorer.py"),
    ("a drag that forgets where it began", E + "explorer.py", 'if self._drag_start[0] != drag["id"]:', "if True:", T + "explorer.py"),
    ("a control that draws while it is set", E + "explorer.py", "if not self._updating:", "if True:", T + "explorer.py"),
    ("controls that are not brought in step", E + "explorer.py", "self._assign(self.scene.sync_params(self._last_params, **self.params))", "pass", "tests/test_explorers.py -k network_diagram"),
    ("an unknown parameter let through", E + "explorer.py", "if unknown:", "if False:", T + "explorer.py"),
    ("a half computed picture that is kept", E + "explorer.py", "if not self.scene.is_cacheable(**params):", "if False:", T + "prefetch.py"),
    ("a failure that looks like a success", E + "canvas.py", "self.failed, self.status = True, message", "self.failed, self.status = False, message", T + "explorer.py"),
    ("an error that stays", E + "canvas.py", "self.failed, self.frame_key = False, key", "self.frame_key = key", T + "explorer.py"),
    ("a title that becomes markup", E + "layout.py", "html.escape(translate(f'{name}.title'))", "translate(f'{name}.title')", "tests/test_markup.py"),
    ("a bar that is always seen", E + "layout.py", 'self._set_visibility("hidden")', 'self._set_visibility("visible")', T + "slices.py"),
    ("a preset that is not checked", E + "validate.py", "unknown = sorted(changes.keys() - params.keys())", "unknown = []", T + "validate.py"),
    ("a missing text that is found on a click", E + "validate.py", "if not has_translation(key):", "if False:", T + "validate.py"),
    # ---- renderer, frames, cache
    ("a stale background", E + "renderer.py", "self._canvas.restore_region(self._background)", "pass", T + "explorer.py"),
    ("artists drawn in the wrong order", E + "renderer.py", "artist.get_zorder())", "-artist.get_zorder())", T + "renderer.py"),
    ("a figure that is never built again", E + "renderer.py", "self.figure is None or any(", "self.figure is None and any(", T + "explorer.py"),
    ("a place in no panel", E + "renderer.py", "Pointer(axes.get_label(), ", 'Pointer("", ', T + "explorer.py"),
    ("the same sharpness on every screen", E + "renderer.py", "self.scale, self.theme, self.narrow, self.figure = scale, theme, narrow, None", "self.theme, self.narrow, self.figure = theme, narrow, None", T + "explorer.py"),
    ("dark paper that stays dark", E + "renderer.py", "self.scale, self.theme, self.narrow, self.figure = scale, theme, narrow, None", "self.scale, self.narrow, self.figure = scale, narrow, None", T + "explorer.py"),
    ("a picture lying on its side", E + "renderer.py", "height, width = pixels.shape[:2]", "width, height = pixels.shape[:2]", T + "explorer.py"),
    ("runs that are one too long", E + "frames.py", "append=colours.size", "append=colours.size + 1", T + "frames.py"),
    ("a key of few digits", E + "frames.py", "{value:.9e}", "{value:.3e}", T + "frames.py"),
    ("a key without the revision", E + "frames.py", "for value in (revision, *values)", "for value in values", T + "frames.py"),
    ("a 0 with a sign", E + "frames.py", "if abs(value) < 1e-15:", "if abs(value) < 1e-30:", T + "frames.py"),
    ("frames without a key that are kept", E + "frames.py", "        if key:\n", "        if True:\n", T + "frames.py"),
    ("the newest frame dropped", E + "frames.py", "del self._frames[next(iter(self._frames))]", "del self._frames[list(self._frames)[-1]]", T + "frames.py"),
    ("a cache without end", E + "frames.py", "if len(self._frames) > MAX_FRAMES:", "if False:", T + "frames.py"),
    # ---- runs and slices
    ("values derived again and again", E + "runs.py", "run.result.networks[len(values) :]", "run.result.networks", T + "runs.py"),
    ("a broken run that is kept", E + "runs.py", "                self._runs.pop(key, None)\n                raise\n", "                raise\n", T + "runs.py"),
    ("the run that is seen dropped", E + "runs.py", "del self._runs[next(iter(self._runs))]", "del self._runs[list(self._runs)[-1]]", T + "runs.py"),
    ("a training finished when one of them is", E + "runs.py", "return all(self.runs.is_finished(*key)", "return any(self.runs.is_finished(*key)", T + "runs.py"),
    ("an old change that wins", E + "slices.py", "if steps is not self._steps:", "if False:", T + "slices.py"),
    ("no pause for the reader", E + "slices.py", "if time.monotonic() > deadline and self._schedule", "if False and self._schedule", T + "slices.py"),
    ("a computation that Stop does not end", E + "slices.py", '"""End with what is computed so far."""\n        self._steps = None\n', '"""End with what is computed so far."""\n', T + "slices.py"),
    # ---- prefetching
    ("a jump that prefetches as much as a step", E + "prefetch.py", "values[:1], params, REST_SECONDS", "values, params, REST_SECONDS", T + "prefetch.py"),
    ("a prefetch where the reader no longer is", E + "prefetch.py", "if params is self._params and self._prefetch", "if self._prefetch", T + "prefetch.py"),
    ("a prefetched frame under another key", E + "prefetch.py", "self._send(frame, self._renderer.frame_key(changed))", "self._send(frame, self._renderer.frame_key(before))", T + "prefetch.py"),
    ("a frame that is sent again and again", E + "prefetch.py", "if key and self._renderer.frame_key(params) == key and self._renderer.cache.get(key):", "if False:", T + "prefetch.py"),
    ("every move taken for a step", E + "prefetch.py", "self._params = moves[0] in self._predicted, moves[1:], params", "self._params = True, moves[1:], params", T + "prefetch.py"),
    ("one step fewer", E + "prefetch.py", "MAX_STEPS = 4", "MAX_STEPS = 3", T + "prefetch.py"),
    # ---- controls
    ("no way back at a bound", E + "controls.py", "(up or down) if upwards else (down or up)", "up if upwards else down", T + "controls.py"),
    ("an option without its text", E + "controls.py", "[(_option_text(name, option), option)", "[(str(option), option)", "tests/lecture/test_explorer_controls.py"),
    ("a value beside the slider's steps", E + "controls.py", "steps = round(float(np.log10(value / low)) * per_decade)", "steps = float(np.log10(value / low)) * per_decade", "tests/lecture/test_explorer_controls.py"),
    ("the next option of a list", E + "controls.py", "_options(control).index(value) if", "_options(control).index(value) + 1 if", T + "controls.py"),
    # ---- JavaScript
    ("another key in the browser", E + "frontend/frame_cache.js", "toExponential(9)", "toExponential(8)", JS),
    ("an index that is not looked at", E + "frontend/frame_cache.js", 'control.get("index") ?? control.get("value")', 'control.get("value")', JS),
    ("an endless cache in the browser", E + "frontend/frame_cache.js", "this.size > MAX_FRAMES", "false", JS),
    ("a frame that covers where the reader is", E + "frontend/frames.js", "if (!readerIsAhead) show(frame);", "show(frame);", JS),
    ("a prefetched frame that is not shown", E + "frontend/frames.js", "cache.put(withPixels({ key, data, size, status, grips, failed: false }));\n    onControlChange();", "cache.put(withPixels({ key, data, size, status, grips, failed: false }));", JS),
    ("old frames after an error", E + "frontend/frames.js", "if (failed) cache.clear();\n    else cache.put(frame);", "cache.put(frame);", JS),
    ("listening after the end", E + "frontend/frames.js", '    model.off("msg:custom", onMessage);\n', "", JS),
    ("a dark page with a light picture", E + "frontend/theme.js", 'jpThemeLight === "false"', 'jpThemeLight === "no"', JS),
    ("an exported page that asks for cells to be run", E + "frontend/saved_page.js", "widget-state", "widget-view", JS),
    ("a drag that stops between two steps of a slider", E + "controls.py", "round(float(place / control.step))", "float(place / control.step)", "tests/engine/test_controls.py"),
    ("a shortcut that is taken from the program", E + "frontend/own_keys.js", " && !event.ctrlKey", "", JS),
    ("dropped data that is not asked for again", E + "frontend/frames.js", "if (size[0] > 0) askForText();", "", JS),
    ("a cover that never ends", "nnlab/jupyter/shared/labextensions/nnlab-present/static/cover.js", "if (startsSection) open = null;", "", JS),
    ("a theme mixed up", E + "theme.py", "COLOURS[colour][theme == DARK]", "COLOURS[colour][theme != DARK]", T + "explorer.py -k dark_page"),
    ("light names after dark ones", E + "theme.py", "        _give_names(LIGHT)\n", "        pass\n", T + "explorer.py -k light_paper"),
    ("a boundary turned the other way", "nnlab/lecture/single_neuron_classifier/decision_boundary.py", "angle = np.arctan2(y1, x1) - np.arctan2(y0, x0)", "angle = np.arctan2(y0, x0) - np.arctan2(y1, x1)", "tests/lecture/test_single_neuron_classifier.py -k boundary"),
    ("an older frame over a newer one", E + "frontend/canvas.js", "if (number < painted) return;", "", JS),
    ("a sharp picture twice as wide", E + "frontend/canvas.js", 'image.width / model.get("scale")', "image.width", JS),
]  # fmt: skip
