// What an open prediction covers: the rest of its section.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fakeDocument } from "./fake_document.mjs";
import { coverAnswers, coveringPredictions } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/cover.js";

const SECTION = { startsSection: true, prediction: null };
const CELL = { startsSection: false, prediction: null };
const ask = (prediction) => ({ startsSection: false, prediction });
const all = () => true;

test("an open prediction covers the rest of its section", () => {
  const cells = [SECTION, CELL, ask("a"), CELL, CELL, SECTION, CELL];
  assert.deepEqual(coveringPredictions(cells, all), [null, null, null, "a", "a", null, null]);
});

test("a second prediction is covered by the first, and covers once that is answered", () => {
  const cells = [SECTION, ask("a"), CELL, ask("b"), CELL];
  assert.deepEqual(coveringPredictions(cells, all), [null, null, "a", "a", "a"]);
  assert.deepEqual(coveringPredictions(cells, (id) => id === "b"), [null, null, null, null, "b"]);
  assert.deepEqual(coveringPredictions(cells, () => false), [null, null, null, null, null]);
});

// A notebook in Lab with these cells: code where a source begins with nnlab, else Markdown.
function lab(...sources) {
  const listeners = {};
  globalThis.localStorage = { getItem: () => null, setItem() {}, removeItem() {} };
  globalThis.window = { addEventListener: (name, listener) => (listeners[name] = listener), removeEventListener() {} };
  const widgets = sources.map((source) => {
    const classes = new Set();
    return {
      model: { type: source.startsWith("nnlab.") ? "code" : "markdown", sharedModel: { getSource: () => source } },
      node: fakeDocument.createElement("div"),
      isHidden: false,
      addClass: (name) => classes.add(name),
      removeClass: (name) => classes.delete(name),
      hasClass: (name) => classes.has(name),
      setHidden(isHidden) { this.isHidden = isHidden; },
    };
  });
  const signal = { connect() {} };
  const panel = { isDisposed: false, disposed: signal, content: { widgets, model: { cells: { changed: signal } } } };
  return { widgets, panel, answer: (id) => listeners["nnlab-answered"]({ detail: id }), hidden: () => widgets.map((cell) => cell.isHidden) };
}

const cover = ({ panel }) => coverAnswers({ panel, texts: {}, answers: Promise.resolve(new Map()) });

test("a subsection stays covered with its section", () => {
  const notebook = lab("# One", 'nnlab.predict("a")', "answer", "### More", "more of the answer", "## Two", "free");
  cover(notebook);
  assert.deepEqual(notebook.hidden(), [false, false, true, true, true, false, false]);
  notebook.answer("a");
  assert.deepEqual(notebook.hidden(), Array(7).fill(false));
});

test("what the reader has collapsed stays so when the prediction is answered", () => {
  const notebook = lab("# One", 'nnlab.predict("a")', "answer", "### Collapsed", "inside");
  notebook.widgets[4].isHidden = true;
  cover(notebook);
  assert.deepEqual(notebook.hidden(), [false, false, true, true, true]);
  notebook.answer("a");
  assert.deepEqual(notebook.hidden(), [false, false, false, false, true]);
});
