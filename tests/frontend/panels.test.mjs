// Panels: the status bar, the jump list and the list of keys say what they should; the clock of the notes is minutes and seconds.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fakeDocument } from "./fake_document.mjs";
import { formatTime } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/notes_window.js";
import * as panels from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/panels.js";

const { jumpList, keyList, sectionStarts, statusBar } = panels;
const textsFile = new URL("../../nnlab/jupyter/shared/labextensions/nnlab-present/static/texts.json", import.meta.url);
const texts = JSON.parse(readFileSync(textsFile, "utf-8")).en;
const [first, second] = [{ title: "First" }, { title: "Second" }];
const pages = [first, first, second, second].map((section) => ({ slide: { section } }));

test("sections begin where the section changes", () => {
  assert.deepEqual(sectionStarts(pages), [0, 2]);
  assert.deepEqual(sectionStarts([]), []);
});

test("keys move in the jump list and stop at its ends", () => {
  const { node, open } = jumpList({ texts, goTo: () => {} });
  open(pages, 0);
  const [list] = node.all("ol");
  const buttons = list.all("button");
  const press = (key) => {
    let taken = false;
    list.listeners.keydown({ key, preventDefault: () => { taken = true; } });
    return [buttons.indexOf(fakeDocument.activeElement), taken];
  };
  const keys = ["ArrowUp", "ArrowDown", "ArrowDown", "Home", "End", "x"];
  assert.deepEqual(keys.map(press), [[0, true], [1, true], [1, true], [0, true], [1, true], [1, false]]);
});

test("the jump list names the sections, marks the current one and goes to the chosen one", () => {
  const visited = [];
  const { node, open } = jumpList({ texts, goTo: (page) => visited.push(page) });
  open(pages, 3);
  assert.equal(node.open, true);
  assert.deepEqual(node.all("li").map((item) => item.text), ["First1", "Second3"]);
  const buttons = node.all("li").flatMap((item) => item.all("button"));
  assert.deepEqual(buttons.map((button) => button.attributes["aria-current"]), [undefined, "true"]);
  assert.equal(fakeDocument.activeElement, buttons[1]);
  buttons[0].onclick();
  assert.deepEqual(visited, [0]);
  assert.equal(node.open, false);
});

test("every key of the list has a text, and only what can be left is left", () => {
  for (const canLeave of [true, false]) {
    const rows = keyList({ texts, canLeave }).node.all("tr").map((row) => row.text);
    assert.equal(rows.length, canLeave ? 15 : 14);
    assert.equal(rows.includes("Esc End the presentation"), canLeave);
    assert.ok(rows.every((row) => !row.includes("undefined")));
  }
});

test("the bar says where we are", () => {
  const ignore = () => {};
  const bar = statusBar({ texts, title: "Notebook", onBack: ignore, onNext: ignore, onJump: ignore, onHelp: ignore });
  bar.show("Section", 2, 8);
  assert.match(bar.node.text, /Notebook › Section.*2 \/ 8/);
  assert.equal(bar.node.children[0].style.width, "25%");
  bar.show("Notebook", 1, 8);
  assert.match(bar.node.text, /^Notebook‹/);
});

test("time is shown in minutes and seconds", () => {
  assert.deepEqual([0, 9.9, 75, 3600].map(formatTime), ["00:00", "00:09", "01:15", "60:00"]);
});

test("the status bar names a failed cell and leads to it", () => {
  const shown = [];
  const bar = statusBar({ texts, title: "", onBack() {}, onNext() {}, onJump() {}, onHelp() {} });
  bar.showRunning("Running the cells: 2 of 9");
  bar.showFailure("Cell 3: it failed", () => shown.push("cell"));
  assert.match(bar.node.text, /Cell 3: it failed/);
  assert.match(bar.node.text, /Running the cells: 2 of 9/);
  const [show, close] = bar.node.all("button").filter((one) => [texts["present.failed.show"], texts["present.close"]].includes(one.title));
  show.onclick();
  assert.deepEqual(shown, ["cell"]);
  close.onclick();
  bar.showRunning("");
  bar.showFailure("Cell 3: it failed", () => {});
  assert.doesNotMatch(bar.node.text, /failed|Running/, "who has closed it does not see it again");
});
