// Covered answers in Lab: where the cover stands, what its button shows, and what a presentation does to it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument, tree } from "./small_document.mjs";
import { coverAnswers } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/cover.js";

const TEXTS = { "present.cover": "Covered.", "present.cover.skip": "Show it" };
const SOURCES = ["# One", 'nnlab.predict("a")', "answer", "## Two", 'nnlab.predict("b")', "answer", "more"];

// A notebook of these cells in Lab; `known` are the questions that were answered before.
function notebook({ known = [], kept = null } = {}) {
  openDocument();
  const [storage, listeners] = [new Map(kept === null ? [] : [["nnlab-skipped", kept]]), {}];
  globalThis.localStorage = {
    getItem: (key) => storage.get(key) ?? null, setItem: (key, value) => storage.set(key, value), removeItem: (key) => storage.delete(key),
  };
  globalThis.window = {
    addEventListener: (type, listener) => (listeners[type] = listener),
    removeEventListener: (type, listener) => listeners[type] === listener && delete listeners[type],
  };
  globalThis.requestAnimationFrame = (callback) => callback();
  const widgets = SOURCES.map((source) => {
    const node = tree(["div"]);
    globalThis.document.body.append(node);
    const model = { type: source.startsWith("nnlab") ? "code" : "markdown", sharedModel: { getSource: () => source } };
    const classes = { addClass: (name) => node.classList.add(name), removeClass: (name) => node.classList.remove(name) };
    return { model, node, isHidden: false, ...classes, hasClass: (name) => node.classList.contains(name),
      setHidden(isHidden) { this.isHidden = isHidden; } };
  });
  const [changed, disposed] = [[], []];
  const content = { widgets, model: { cells: { changed: { connect: (listener) => changed.push(listener) } } } };
  const panel = { isDisposed: false, disposed: { connect: (listener) => disposed.push(listener) }, content };
  const cover = coverAnswers({ panel, texts: TEXTS, answers: Promise.resolve(new Map(known.map((id) => [id, {}]))) });
  const covers = () => widgets.flatMap(({ node }, i) => (node.querySelector(".nnlab-cover") ? [i] : []));
  const hidden = () => widgets.flatMap(({ isHidden }, i) => (isHidden ? [i] : []));
  return { ...cover, widgets, covers, hidden, storage, listeners, changed, disposed };
}

test("the cover stands below the question, and its button shows what it covers", () => {
  const { widgets, covers, hidden, storage } = notebook();
  assert.deepEqual([covers(), hidden()], [[1, 4], [2, 5, 6]]);
  const [cover] = widgets[4].node.children;
  assert.equal(cover.textContent, "Covered.Show it");
  assert.equal(cover.querySelector("button").className, "jupyter-button");
  cover.querySelector("button").click();
  assert.deepEqual([covers(), hidden(), storage.get("nnlab-skipped")], [[1], [2], '["b"]']);
});

test("what was skipped or answered before is not covered again", async () => {
  assert.deepEqual(notebook({ kept: '["a"]' }).hidden(), [5, 6]);
  const { covers, hidden } = notebook({ known: ["b"] });
  await Promise.resolve();
  assert.deepEqual([covers(), hidden()], [[1], [2]]);
});

test("one switch shows everything and covers it again", () => {
  const { toggleAll, covers, hidden, storage } = notebook({ kept: '["a"]' });
  toggleAll();
  assert.deepEqual([covers(), hidden(), storage.get("nnlab-skipped")], [[], [], '["a","*"]']);
  toggleAll();
  assert.deepEqual([covers(), hidden(), storage.has("nnlab-skipped")], [[1, 4], [2, 5, 6], false]);
});

test("a presentation shows everything, and after it the same is covered", () => {
  const { pause, widgets, covers, hidden } = notebook();
  const goOn = pause();
  assert.deepEqual([covers(), hidden()], [[], []]);
  assert.ok(widgets.every(({ node }) => !node.classList.contains("nnlab-covered")));
  goOn();
  assert.deepEqual([covers(), hidden()], [[1, 4], [2, 5, 6]]);
});

test("cells that are added are covered, until the notebook is closed", () => {
  const { widgets, hidden, listeners, changed, disposed } = notebook();
  widgets.push({ ...widgets[6], isHidden: false });
  for (const listener of changed) listener();
  assert.deepEqual(hidden(), [2, 5, 6, 7]);
  for (const listener of disposed) listener();
  assert.deepEqual(Object.keys(listeners), []);
});
