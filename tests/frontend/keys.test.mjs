// Keys: which command each stands for, depending on where the focus is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { commandOf, letterOf } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/keys.js";

const FOCUS = ["", "control", "text"];

test("a clicker moves the slides wherever the focus is", () => {
  for (const focus of FOCUS) {
    assert.deepEqual(commandOf({ key: "PageDown" }, focus), ["next"]);
    assert.deepEqual(commandOf({ key: "PageUp" }, focus), ["back"]);
    assert.deepEqual(commandOf({ key: "F5" }, focus), ["ignore"]);
  }
});

test("arrows, space, home and end belong to a focused control", () => {
  const commands = { ArrowRight: "next", ArrowLeft: "back", " ": "next", Home: "first", End: "last" };
  for (const [key, command] of Object.entries(commands)) {
    assert.deepEqual(FOCUS.map((focus) => commandOf({ key }, focus)), [[command], null, null]);
  }
  assert.deepEqual(commandOf({ key: " ", shiftKey: true }, ""), ["back"]);
});

test("letters and digits are commands except in a text", () => {
  const commands = { c: "toggleCode", R: "reset", s: "notes", j: "jump", b: "toggleBlackScreen", f: "toggleFullscreen", "?": "help", p: "pointer", d: "pen", X: "erase", z: "zoom" };
  for (const [key, command] of Object.entries(commands)) {
    assert.deepEqual(FOCUS.map((focus) => commandOf({ key }, focus)), [[command], [command], null]);
  }
  assert.deepEqual(commandOf({ key: "3" }, "control"), ["preset", 3]);
  assert.equal(commandOf({ key: "0" }, ""), null);
  assert.equal(commandOf({ key: "y" }, ""), null);
});

test("with a modifier a key is the browser's", () => {
  for (const modifier of ["ctrlKey", "metaKey", "altKey"]) assert.equal(commandOf({ key: "c", [modifier]: true }, ""), null);
});

test("shift or control with enter runs the cell that is edited", () => {
  const target = {};
  for (const modifier of ["shiftKey", "ctrlKey"]) {
    assert.deepEqual(commandOf({ key: "Enter", [modifier]: true, target }, "text"), ["runCell", target]);
    assert.equal(commandOf({ key: "Enter", [modifier]: true, target }, ""), null);
  }
  assert.equal(commandOf({ key: "Enter", target }, "text"), null);
});

test("a Korean keyboard has the same letters", () => {
  assert.equal(letterOf({ key: "ㅊ", code: "KeyC" }), "c");
  assert.deepEqual(commandOf({ key: "ㅊ", code: "KeyC" }, ""), ["toggleCode"]);
  assert.equal(letterOf({ key: "Dead", code: "Quote" }), "");
});

test("Escape is a command wherever the focus is", () => {
  assert.deepEqual(FOCUS.map((focus) => commandOf({ key: "Escape" }, focus)), [["escape"], ["escape"], ["escape"]]);
});
