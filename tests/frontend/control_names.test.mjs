// What a screen reader hears of ipywidgets' controls: names, values as they are shown, and what is pressed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument, tree } from "./small_document.mjs";
import { nameControls } from "../../nnlab/engine/frontend/control_names.js";

const NAMES = { type: "type a value", play: "Play", pause: "Pause", rewind: "To the start", repeat: "Repeat", computing: "Computing" };
const icon = (name, active = "") => ["button", { class: active }, ["i", { class: name }]];

function explorer() {
  openDocument(["div", { class: "nnlab-explorer" },
    ["h4", { class: "nnlab-title" }, " Sigmoid "], ["div", { id: "picture" }], ["button", { class: "nnlab-more" }],
    ["div", { class: "widget-slider" }, ["label", { class: "widget-label" }, "Rate"], ["div", { class: "noUi-handle" }],
      ["div", { class: "widget-readout" }, "0.01"]],
    ["div", { class: "widget-slider" }, ["label", { class: "widget-label" }, "half built"]],
    ["div", { class: "widget-play" }, icon("fa-play"), icon("fa-pause"), icon("fa-stop"), icon("fa-retweet", "mod-active"), icon("fa-other")],
    ["button", { class: "nnlab-preset nnlab-active" }], ["button", { class: "nnlab-preset" }],
    ["div", { class: "widget-hprogress" }, ["div", { class: "progress" }]]]);
  globalThis.window = {};
  const observers = [];
  globalThis.MutationObserver = class {
    constructor(callback) {
      observers.push(this);
      Object.assign(this, { callback, isOn: false });
    }

    observe(node, options) { Object.assign(this, { isOn: true, node, options }); }

    disconnect() { this.isOn = false; }
  };
  const frames = new Map();
  globalThis.requestAnimationFrame = (callback) => (frames.set(frames.size + 1, callback), frames.size);
  globalThis.cancelAnimationFrame = (number) => frames.delete(number);
  const find = (selector) => globalThis.document.querySelector(selector);
  const read = (selector, ...names) => names.map((name) => find(selector).getAttribute(name));
  find(".widget-label").title = "how fast";
  return { find, read, observers, frames };
}

test("a slider has its label as its name and is heard as it is shown", () => {
  const { find, read } = explorer();
  nameControls(find("#picture"), NAMES);
  assert.deepEqual(read(".noUi-handle", "aria-label", "aria-valuetext", "aria-description"), ["Rate", "0.01", "how fast"]);
  assert.deepEqual(read(".widget-readout", "role", "aria-label"), ["textbox", "Rate: type a value"]);
});

test("a tooltip that only repeats the label is not read out", () => {
  const { find, read } = explorer();
  find(".widget-label").title = "Rate";
  nameControls(find("#picture"), NAMES);
  assert.deepEqual(read(".noUi-handle", "aria-description"), [null]);
});

test("the buttons of a player say what they do, and whether it repeats", () => {
  const { find } = explorer();
  nameControls(find("#picture"), NAMES);
  const buttons = globalThis.document.querySelectorAll(".widget-play button");
  for (const name of ["aria-label", "title"]) {
    assert.deepEqual(buttons.map((button) => button.getAttribute(name)), ["Play", "Pause", "To the start", "Repeat", null]);
  }
  assert.deepEqual(buttons.map((button) => button.getAttribute("aria-pressed")), [null, null, null, "true", null]);
});

test("the explorer is a group with its title; presets and the progress are named", () => {
  const { find, read } = explorer();
  nameControls(find("#picture"), NAMES);
  assert.deepEqual(read(".nnlab-explorer", "role", "aria-label"), ["group", "Sigmoid"]);
  assert.deepEqual(globalThis.document.querySelectorAll(".nnlab-preset").map((node) => node.getAttribute("aria-pressed")), ["true", "false"]);
  assert.deepEqual(read(".progress", "role", "aria-label"), ["progressbar", "Computing"]);
});

test("names follow every change, without making changes of their own", () => {
  const { find, observers } = explorer();
  nameControls(find("#picture"), NAMES);
  const [watcher] = observers;
  assert.equal(watcher.node, find(".nnlab-explorer"));
  assert.deepEqual([watcher.options.subtree, watcher.options.childList, watcher.options.attributeFilter], [true, true, ["aria-valuetext", "class"]]);
  find(".widget-readout").textContent = "0.1";
  const set = [];
  for (const node of globalThis.document.querySelectorAll("div, button, h4")) node.setAttribute = (name, value) => (set.push([name, value]),
    node.values.set(name, value));
  watcher.callback();
  assert.deepEqual(set, [["aria-valuetext", "0.1"]]);
});

test("it waits for the explorer to be on the page, and stops when the picture is closed", () => {
  const { find, read, observers, frames } = explorer();
  const el = find("#picture");
  const parent = el.parentElement;
  el.remove();
  const stop = nameControls(el, NAMES);
  assert.deepEqual([read(".nnlab-explorer", "role"), frames.size], [[null], 1]);
  parent.append(el);
  frames.get(1)();
  assert.deepEqual(read(".nnlab-explorer", "role"), ["group"]);
  stop();
  assert.deepEqual(observers.map(({ isOn }) => isOn), [false]);
  const lost = tree(["div"]);
  const before = frames.size;
  nameControls(lost, NAMES)();
  assert.equal(frames.size, before);
});

test("the fold opens and closes, and a cell that is run again opens as it was left", () => {
  const { find, read } = explorer();
  nameControls(find("#picture"), NAMES);
  const isOpen = () => [...read(".nnlab-more", "aria-expanded"), find(".nnlab-explorer").classList.contains("nnlab-unfolded")];
  assert.deepEqual(isOpen(), ["false", false]);
  find(".nnlab-more").click();
  assert.deepEqual(isOpen(), ["true", true]);
  const { nnlabUnfolded } = globalThis.window;
  const again = explorer();
  globalThis.window.nnlabUnfolded = nnlabUnfolded;
  nameControls(again.find("#picture"), NAMES);
  assert.deepEqual(again.read(".nnlab-more", "aria-expanded"), ["true"]);
  again.find(".nnlab-more").click();
  assert.deepEqual([...again.read(".nnlab-more", "aria-expanded"), again.find(".nnlab-explorer").classList.contains("nnlab-unfolded")],
    ["false", false]);
});
