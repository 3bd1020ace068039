// What the slides borrow from Lab they give back: the panel's place, its cells, and a notebook that was only opened.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument } from "./small_document.mjs";
import { keepUnmodified } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/clean_start.js";
import { attachAllCells, enterFullscreen, showCell } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/fullscreen.js";
import { loadingScreen } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/loading_screen.js";

test("the panel fills the window, all around it is inert, and both are as before after the slides", () => {
  const lab = ["div", { id: "lab" }, ["div", { id: "sidebar" }], ["div", { id: "main" }, ["div", { id: "panel" }], ["div", { id: "other" }]]];
  openDocument(lab, ["div", { id: "menu" }], ["div", { class: "jp-Dialog", id: "dialog" }], ["script", { id: "script" }], ["div", { id: "still" }]);
  const find = (id) => globalThis.document.getElementById(id);
  find("still").inert = true;
  const sent = [];
  globalThis.window = { dispatchEvent: ({ type }) => sent.push(type) };
  const panel = find("panel");
  const state = () => ({
    inert: ["sidebar", "other", "menu", "dialog", "script", "still", "panel", "main"].filter((id) => find(id).inert),
    classes: ["lab", "main", "panel"].map((id) => find(id).className), body: globalThis.document.body.className,
    keys: panel.getAttribute("data-lm-suppress-shortcuts"),
  });
  const before = state();
  const leave = enterFullscreen({ node: panel });
  assert.deepEqual(state(), {
    inert: ["sidebar", "other", "menu", "still"], classes: ["nnlab-deck-ancestor", "nnlab-deck-ancestor", "nnlab-deck"], body: "nnlab-presenting",
    keys: "true",
  });
  assert.equal(panel.tabIndex, -1);
  panel.classList.add("nnlab-code-shown");
  leave();
  assert.deepEqual(state(), before);
  assert.deepEqual(sent, ["resize"]);
});

test("all cells are attached and long lines of code wrap, until the slides end", () => {
  const editor = (lineWrap) => ({ lineWrap, getOption(name) { return this[name]; }, setOption(name, value) { this[name] = value; } });
  const [one, two] = [editor(false), editor(true)];
  const cell = (type, its) => ({ model: { type }, editor: its });
  const config = { windowingMode: "full", other: 1 };
  const notebook = { notebookConfig: config, widgets: [cell("code", one), cell("markdown", editor(false)), cell("code", two), cell("code", null)] };
  const restore = attachAllCells(notebook);
  assert.deepEqual(notebook.notebookConfig, { windowingMode: "none", other: 1 });
  assert.deepEqual(notebook.widgets.map((its) => its.editor?.lineWrap), [true, false, true, undefined]);
  notebook.widgets[2].editor = null; // its cell was closed meanwhile
  restore();
  assert.deepEqual([notebook.notebookConfig, one.lineWrap], [config, false]);
});

test("after the slides the cell that was shown is active and in sight", () => {
  const done = [];
  const notebook = { activate: () => done.push("active"), scrollToItem: async (...given) => done.push(...given) };
  showCell(notebook, 7);
  assert.deepEqual([notebook.activeCellIndex, done], [7, ["active", 7, "center"]]);
});

// A notebook in Lab; `change(metadata, cells)` is a change of which Lab says that it is to be saved.
function opened() {
  const listeners = new Set();
  const model = { dirty: false, content: { metadata: { kernelspec: "python3" }, cells: ["one"] }, toJSON: () => model.content };
  model.stateChanged = { connect: (listener) => listeners.add(listener), disconnect: (listener) => listeners.delete(listener) };
  keepUnmodified(model);
  async function change(content, name = "dirty", newValue = true) {
    Object.assign(model, { content: { ...model.content, ...content }, dirty: name === "dirty" ? newValue : model.dirty });
    for (const listener of listeners) listener(model, { name, newValue });
    await Promise.resolve();
    return model.dirty;
  }
  return { change, listeners };
}

test("what Lab notes about the kernel is nothing to save, what the reader changes is, from then on all is", async () => {
  const { change, listeners } = opened();
  const noted = { metadata: { kernelspec: "python3", language_info: { version: "3.12" } } };
  assert.equal(await change(noted), false);
  assert.equal(await change({}, "dirty", false), false);
  assert.equal(listeners.size, 1);
  assert.equal(await change({ cells: ["one", "two"] }), true);
  assert.equal(listeners.size, 0);
  assert.equal(await change(noted), true);
});

test("the loading screen is named, can be left, and says why there are no slides", () => {
  openDocument();
  const texts = new Proxy({}, { get: (_, name) => name.replace("present.", "") });
  let left = 0;
  const { node, focus, showFailure } = loadingScreen({ texts, title: "A title", onLeave: () => (left += 1) });
  assert.deepEqual([node.className, node.role, node.ariaLabel], ["nnlab-loading", "dialog", "preparing"]);
  assert.deepEqual([node.querySelector("h1").textContent, node.querySelector("[role=status]").textContent], ["A title", "preparing"]);
  const [button] = node.querySelectorAll("button");
  focus();
  assert.deepEqual([globalThis.document.activeElement, button.textContent, button.title], [button, "leave", "leave"]);
  button.click();
  node.send("keydown", { key: "Enter" });
  node.send("keydown", { key: "Escape" });
  assert.equal(left, 2);
  globalThis.document.body.focus();
  showFailure("no disk");
  assert.deepEqual([node.querySelector("[role=alert]").textContent, node.querySelector("[role=status]").textContent], ["no disk", "failed"]);
  assert.deepEqual([node.querySelector("progress"), globalThis.document.activeElement], [null, button]);
});
