// What a notebook that is opened again shows in place of the widgets that it no longer has.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument, tree } from "./small_document.mjs";
import { savedForm, showSavedOutputs } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/saved_outputs.js";

const TEXTS = { "present.saved": "Run the cell", "present.saved.choice": "your answer" };
const HTML = tree(["div", { id: "rendered" }, ["ol", {}, ["li", {}, "one"], ["li", {}, "two"]], ["details"]]);
const LOST = "Error displaying widget: model not found";

test("a picture is shown with its description, and how it moves again", () => {
  openDocument();
  const form = savedForm({ "image/png": "abc", "text/html": "<p>" }, { "image/png": { alt: "A curve" } }, TEXTS,
    () => assert.fail("it is a picture"));
  const image = form.querySelector("img");
  assert.deepEqual([form.tagName, form.className, image.src, image.alt], ["FIGURE", "nnlab-saved-picture", "data:image/png;base64,abc", "A curve"]);
  assert.deepEqual([form.querySelector("figcaption").textContent, form.querySelector(".nnlab-saved").textContent], ["A curve", "Run the cell"]);
  assert.equal(savedForm({ "image/png": "abc" }, {}, TEXTS).querySelector("img").alt, "");
});

test("a question is shown as it was saved; what was not saved has no form", () => {
  openDocument();
  const form = savedForm({ "text/html": "<p>" }, {}, TEXTS, () => HTML);
  assert.deepEqual([form.firstElementChild.id, form.querySelector(".nnlab-saved").textContent], ["rendered", "Run the cell"]);
  assert.equal(savedForm({ "text/plain": "3" }, {}, TEXTS), null);
});

// A notebook with a lost widget in the second output of its second cell; `change` is what happens when more appear.
async function notebook({ answers = new Map(), text = LOST, output = { data: { "text/html": "the question" }, metadata: {} } } = {}) {
  const widget = ["div", { class: "jupyter-widgets" }, text];
  const child = (...parts) => ["div", { class: "jp-OutputArea-child" }, ...parts];
  openDocument(["div", { class: "cell" }, child()], ["div", { class: "cell" }, child(["pre", {}, "3"]), child(widget)]);
  const observers = [];
  globalThis.MutationObserver = class {
    constructor(callback) {
      observers.push(Object.assign(this, { callback, isOn: false }));
    }

    observe(node, options) { Object.assign(this, { isOn: true, options }); }

    disconnect() { this.isOn = false; }
  };
  const cells = globalThis.document.querySelectorAll(".cell");
  const sources = ["", 'nnlab.predict("a")'];
  const widgets = cells.map((node, i) => ({
    node, model: { sharedModel: { toJSON: () => ({ outputs: [{}, output] }), getSource: () => sources[i] } },
  }));
  const rendered = HTML.cloneNode(true);
  const rendermime = {
    createModel: (model) => model,
    createRenderer: (type) => ({ node: rendered, renderModel: async ({ data }) => assert.deepEqual(data, { [type]: "the question" }) }),
  };
  const disposed = [];
  const panel = { content: { node: globalThis.document.body, widgets, rendermime }, disposed: { connect: (listener) => disposed.push(listener) } };
  showSavedOutputs(panel, TEXTS, Promise.resolve(answers));
  await new Promise(setImmediate);
  return { lost: globalThis.document.querySelector(".jupyter-widgets"), observer: observers[0], disposed };
}

test("a widget that is lost is replaced by what was saved, with the answer of the reader", async () => {
  const answers = new Map([["a", [{ choice: "right", text: "two" }]]]);
  const { lost } = await notebook({ answers });
  assert.deepEqual(lost.querySelectorAll("li").map((item) => item.textContent), ["one", "two ✓ your answer"]);
  assert.equal(lost.querySelector("details").open, true);
  assert.deepEqual((await notebook()).lost.querySelectorAll("li").map((item) => item.textContent), ["one", "two"]);
});

test("a widget that lives, or of which nothing was saved, stays", async () => {
  const { lost: alive, observer } = await notebook({ text: "alive" });
  observer.callback([{ target: alive }]);
  assert.equal(alive.textContent, "alive");
  assert.equal((await notebook({ output: { data: { "text/plain": "3" } } })).lost.textContent, LOST);
});

test("widgets that are lost later are replaced, until the notebook is closed", async () => {
  const { lost, observer, disposed } = await notebook({ text: "alive" });
  assert.deepEqual([observer.isOn, observer.options], [true, { subtree: true, childList: true }]);
  lost.textContent = LOST;
  observer.callback([{ target: globalThis.document.body }, { target: lost }]);
  assert.equal(lost.querySelectorAll("li").length, 2);
  for (const listener of disposed) listener();
  assert.equal(observer.isOn, false);
});
