// The line below the slides, and the windows of the jump list and the keys: their buttons have names, and keys stay in the windows.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument } from "./small_document.mjs";
import { jumpList, keyList, statusBar } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/panels.js";

const texts = new Proxy({}, { get: (_, name) => name.replace("present.", "") });

test("the buttons of the bar say what they do, and do it", () => {
  openDocument();
  const done = [];
  const on = (name) => () => done.push(name);
  const bar = statusBar({ texts, title: "T", onBack: on("back"), onNext: on("next"), onJump: on("jump"), onHelp: on("help") });
  const buttons = bar.node.querySelectorAll("button");
  for (const one of buttons) one.click();
  assert.deepEqual(done.toSorted(), ["back", "help", "jump", "next"]);
  assert.deepEqual(buttons.map(({ title, ariaLabel, type }) => [title, ariaLabel, type]), done.map((name) => [name, name, "button"]));
  assert.deepEqual(buttons.map((one) => one.textContent), done.map((name) => ({ back: "‹", next: "›", jump: "☰", help: "?" })[name]));
});

test("the page and a failure are read out; a failure is told once and can be closed", () => {
  openDocument();
  const bar = statusBar({ texts, title: "T" });
  const [place, failure] = ["status", "alert"].map((role) => bar.node.querySelector(`[role=${role}]`));
  bar.show("Section", 3, 4);
  assert.equal(place.textContent, "T › Section");
  assert.deepEqual([place.className, bar.node.querySelector(".nnlab-bar-number").textContent], ["nnlab-bar-place", "3 / 4"]);
  assert.equal(bar.node.querySelector(".nnlab-bar-progress").style.width, "75%");
  bar.showFailure("Cell 3 failed", () => {});
  const [first] = failure.children;
  assert.deepEqual([first.textContent, first.title, first.className], ["Cell 3 failed", "Cell 3 failed", "nnlab-bar-error"]);
  bar.showFailure("Cell 3 failed", () => {});
  assert.equal(failure.firstElementChild, first);
  failure.lastElementChild.click();
  assert.equal(failure.textContent, "");
});

test("keys in a window do not move the slides, and its button closes it", () => {
  openDocument();
  for (const { node } of [jumpList({ texts, goTo() {} }), keyList({ texts, canLeave: true })]) {
    let closed = 0;
    node.close = () => (closed += 1);
    assert.equal(node.send("keydown", { key: "ArrowRight" }).isStopped, true);
    assert.ok(node.ariaLabel && node.ariaLabel === node.querySelector(".nnlab-panel-head h2").textContent);
    const close = node.querySelector(".nnlab-panel-head button");
    close.click();
    assert.deepEqual([closed, close.title], [1, "close"]);
  }
});

test("the list of keys opens, and shows a key for each of its rows", () => {
  openDocument();
  const { node, open } = keyList({ texts, canLeave: false });
  node.showModal = () => (node.isOpen = true);
  open();
  assert.equal(node.isOpen, true);
  const rows = node.querySelectorAll("tr").map((row) => [row.querySelector("kbd").textContent, row.querySelector("td + td").textContent]);
  assert.deepEqual(rows, rows.map(([, name]) => [`keys.${name}`, name]));
});
