// The slides in use: which page is shown, what keys do, what the speaker's window and the votes hear, and what is left when they are closed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument, SmallElement, tree } from "./small_document.mjs";
import { startDeck } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/deck.js";

const TEXTS = new Proxy({}, { get: (_, name) => name.replace("present.", "") });

// Cells of three slides in two sections: a title, a slide with code and an explorer, and one with a prediction. Nothing has a size: all of it fits.
const CELLS = [
  [{ type: "slide", title: "One", notes: [{ text: "Begin." }] }, ["p", { id: "one" }, "One. Time: 40 minutes."]],
  [{ type: "subslide", code: true }, ["pre", { class: "code", id: "code" }, ["textarea"]], ["div", { class: "output", id: "explorer" },
    ["div", { class: "nnlab-explorer" }, ["button", { class: "nnlab-preset" }], ["button", { class: "nnlab-preset" }],
      ["button", {}, ["i", { class: "fa-undo" }]]]]],
  [{ type: "slide", title: "Two" }, ["p", { id: "two" }, "Two"]],
  [{ type: "", code: true, prediction: "q" }, ["div", { class: "output", id: "question" }, ["input"]]],
];

function slides({ cells = CELLS, votes = null, ...options } = {}) {
  openDocument(["div", { id: "deck" }, ["div", { id: "content" }, ...cells.map(([, ...parts]) => ["section", {}, ...parts])]]);
  const [deck] = globalThis.document.body.children;
  const [content] = deck.children;
  const listeners = new Map();
  globalThis.window = {
    innerWidth: 1920, innerHeight: 1080, devicePixelRatio: 1, open: () => null,
    addEventListener: (type, listener) => listeners.set(type, listener),
    removeEventListener: (type, listener) => listeners.get(type) === listener && listeners.delete(type),
  };
  const observers = new Set();
  globalThis.ResizeObserver = class {
    constructor(callback) { this.callback = callback; }

    observe() { observers.add(this); }

    disconnect() { observers.delete(this); }
  };
  const frames = [];
  globalThis.requestAnimationFrame = (callback) => frames.push(callback);
  const box = () => ({ left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0 });
  Object.assign(SmallElement.prototype, { getBoundingClientRect: box, checkVisibility() { return this.closest(".nnlab-hidden") === null; } });
  const shown = [];
  const find = {
    text: (node) => [node], code: (node) => node.querySelectorAll(".code"), outputs: (node) => node.querySelectorAll(".output"), rich: () => true,
  };
  const given = cells.map(([cell], i) => ({ code: false, type: "", tags: [], notes: [], title: "", ...cell, node: content.children[i] }));
  const made = startDeck({ deck, content, cells: given, find, texts: TEXTS, title: "Lecture", votes, onPage: (page) => shown.push(page),
    ...options });
  function press(key, target = globalThis.document.body, more = {}) {
    const event = { key, target, code: "", isTaken: false, preventDefault: () => (event.isTaken = true), stopPropagation() {}, ...more };
    listeners.get("keydown")?.(event);
    return event.isTaken;
  }
  const ids = () => content.querySelectorAll("[id]").filter((node) => node.checkVisibility()).map((node) => node.id);
  const find1 = (selector) => globalThis.document.querySelector(selector);
  return { ...made, deck, content, cells: given, shown, press, ids, listeners, observers, frames, find: find1,
    place: () => find1(".nnlab-bar-place").textContent };
}

test("keys go through the pages and stop at the ends", () => {
  const { press, ids, shown, place } = slides();
  const seen = (key) => (press(key), ids());
  assert.deepEqual(ids(), ["one"]);
  assert.deepEqual(["ArrowLeft", "ArrowRight", "PageDown", "ArrowRight", "ArrowLeft", "End", "Home"].map(seen), [
    ["one"], ["explorer"], ["two", "question"], ["two", "question"], ["explorer"], ["two", "question"], ["one"],
  ]);
  assert.deepEqual([shown, place()], [[0, 1, 2, 1, 2, 0], "Lecture › One"]);
});

test("the page says where it is, in the bar and to whoever presents it", () => {
  const { deck, press, currentIndex } = slides({ start: 1 });
  const says = () => [deck.dataset.page, deck.dataset.pages, deck.dataset.section, currentIndex()];
  assert.deepEqual(says(), ["2", "3", "One", 1]);
  press(" ");
  assert.deepEqual(says(), ["3", "3", "Two", 2]);
  press(" ", undefined, { shiftKey: true });
  assert.deepEqual(says(), ["2", "3", "One", 1]);
  assert.equal(slides({ start: 99 }).currentIndex(), 2);
});

test("digits choose a preset and r resets, on the page that is shown", () => {
  const { press, content } = slides({ start: 1 });
  const clicked = [];
  const buttons = content.querySelectorAll("button");
  buttons.forEach((button, i) => (button.onclick = () => clicked.push(i)));
  assert.ok(press("2") && press("1") && press("r") && press("9"));
  assert.deepEqual(clicked, [1, 0, 2]);
  press("ArrowRight");
  press("1");
  press("r");
  assert.equal(clicked.length, 3);
});

test("code is shown and hidden by its key, and stands on the slide of its output", () => {
  const { deck, press, ids, frames, content } = slides({ start: 1 });
  press("c");
  assert.ok(ids().includes("code") && deck.classList.contains("nnlab-code-shown"));
  assert.equal(content.style.visibility, "hidden", "an editor knows its height two frames later");
  while (frames.length > 0) frames.shift()();
  assert.equal(content.style.visibility, "");
  press("c");
  assert.deepEqual([ids(), deck.classList.contains("nnlab-code-shown")], [["explorer"], false]);
});

test("the screen becomes black and comes back, also by Escape, which then ends nothing", () => {
  let left = 0;
  const { press, find } = slides({ onLeave: () => (left += 1) });
  const isBlackAfter = (key) => (press(key), !find(".nnlab-black-screen").hidden);
  assert.equal(find(".nnlab-black-screen").hidden, true);
  assert.deepEqual(["b", "b", ".", "Escape"].map(isBlackAfter), [true, false, true, false]);
  assert.equal(left, 0);
  press("Escape");
  assert.equal(left, 1);
});

test("Escape puts a tool away before it ends the slides; in a text it leaves the text", () => {
  let left = 0;
  const { deck, press, content } = slides({ onLeave: () => (left += 1), start: 1 });
  press("p");
  assert.ok(deck.classList.contains("nnlab-pointing"));
  press("Escape");
  assert.deepEqual([deck.classList.contains("nnlab-pointing"), left], [false, 0]);
  const field = content.querySelector("textarea");
  field.focus();
  press("Escape", field);
  assert.deepEqual([globalThis.document.activeElement, left], [deck, 0]);
  press("Escape");
  assert.equal(left, 1);
});

test("keys of a text and of a focused control are their own", () => {
  const { press, content, ids } = slides({ start: 1 });
  const [field, button] = [content.querySelector("textarea"), content.querySelector("button")];
  assert.deepEqual(["c", "ArrowRight", " ", "1"].map((key) => press(key, field)), [false, false, false, false]);
  assert.deepEqual(["ArrowRight", " ", "Home"].map((key) => press(key, button)), [false, false, false]);
  assert.deepEqual(ids(), ["explorer"]);
  assert.ok(press("PageDown", field));
  assert.equal(press("y"), false);
});

test("a cell that is edited is run, and its page shown again", async () => {
  const run = [];
  const { press, content, shown } = slides({ start: 1, runCell: async (index) => run.push(index) });
  press("Enter", content.querySelector("textarea"), { shiftKey: true });
  await new Promise(setImmediate);
  assert.deepEqual([run, shown], [[1], [1, 1]]);
});

test("a cell that has run is laid out again, at once only if it is on the page", () => {
  const { cellHasRun, shown, press, content, ids } = slides();
  content.querySelector("#question").append(tree(["b"]));
  cellHasRun(3, []);
  assert.deepEqual(shown, [0]);
  cellHasRun(0, []);
  assert.deepEqual(shown, [0, 0]);
  press("End");
  assert.deepEqual(ids(), ["two", "question"]);
});

test("votes are taken for the prediction on the page, with room at its right", () => {
  const [heard, keys] = [[], []];
  const node = tree(["aside", { id: "votes" }]);
  const votes = { node, notes: tree(["p"]), download: tree(["button"]), takesRoom: true, commands: { vote: () => keys.push("vote") } };
  Object.assign(votes, { show: (cell) => heard.push(cell?.prediction), close: () => heard.push("closed") });
  const { deck, press, close } = slides({ votes });
  const room = () => [deck.style["--nnlab-free-width"], deck.classList.contains("nnlab-voting")];
  assert.deepEqual(room(), ["0px", false]);
  press("End");
  assert.deepEqual([heard, room()], [[undefined, "q"], ["450px", true]]);
  press("v");
  press("v", undefined, { repeat: true });
  assert.deepEqual(keys, ["vote"]);
  votes.takesRoom = false;
  votes.onRoom();
  assert.equal(room()[0], "0px");
  assert.ok(deck.contains(node));
  close();
  assert.deepEqual([heard.at(-1), deck.contains(node), deck.classList.contains("nnlab-voting")], ["closed", false, false]);
});

test("every page is printed on a page of its own, and the slides go on where they were", () => {
  const { print, afterPrint, ids, content } = slides({ start: 1 });
  print();
  const printed = globalThis.document.querySelectorAll("section.nnlab-print-page");
  assert.deepEqual(printed.map((page) => page.querySelector("footer").textContent), ["1 / 3", "2 / 3", "3 / 3"]);
  assert.deepEqual(printed.map((page) => page.querySelectorAll("[id]").map(({ id }) => id).filter((id) => !["content", "code"].includes(id))), [
    ["one"], ["explorer"], ["two", "question"],
  ]);
  assert.ok(printed.every((page) => page.classList.contains("nnlab-deck")));
  afterPrint();
  assert.equal(globalThis.document.querySelectorAll(".nnlab-print-page").length, 0);
  assert.deepEqual([ids(), content.classList.contains("nnlab-content")], [["explorer"], true]);
});

test("a window of another size shows the same page", () => {
  const { deck, listeners, ids, press } = slides();
  press("ArrowRight");
  assert.deepEqual([deck.style["--nnlab-scale"], deck.style["--nnlab-screen-width"]], [1.5, "1920px"]);
  Object.assign(globalThis.window, { innerWidth: 1280, innerHeight: 1080 });
  listeners.get("resize")();
  assert.deepEqual([deck.style["--nnlab-scale"], deck.style["--nnlab-screen-width"], ids()], [1, "1280px", ["explorer"]]);
});

test("the cells that run behind the slides are told of", () => {
  const { deck, showRunning, showFailure, find } = slides();
  showRunning("2 of 9");
  assert.ok(deck.hasAttribute("data-running"));
  assert.equal(find(".nnlab-bar-running").textContent, "2 of 9");
  showRunning("");
  assert.equal(deck.hasAttribute("data-running"), false);
  showFailure("Cell 3 failed", () => {});
  assert.match(find("[role=alert]").textContent, /Cell 3 failed/);
});

test("closed slides leave nothing behind", () => {
  const { deck, content, close, listeners, observers, press, showRunning } = slides({ start: 1 });
  press("p");
  showRunning("2 of 9");
  assert.equal(observers.size, 1);
  close();
  assert.deepEqual([deck.children, content.className, deck.className, content.querySelectorAll(".nnlab-hidden").length], [[content], "", "", 0]);
  assert.deepEqual([listeners.size, observers.size, content.style.zoom, deck.hasAttribute("data-running")], [0, 0, "", false]);
});

test("a notebook without slides says so, and leaves nothing behind", () => {
  assert.throws(() => slides({ cells: [[{ type: "skip" }, ["p"]]] }), /nothing/);
  assert.equal(globalThis.document.querySelector("#deck").children.length, 1);
});

test("the list of keys has the end of the slides only where they can end, and votes only where there are some", () => {
  const rows = (options) => slides(options).deck.querySelectorAll("tr").length;
  assert.equal(rows({ onLeave: () => {} }), rows({}) + 1);
});
