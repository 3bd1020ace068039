// Keys of what has the focus in an explorer are kept from the program around it, those with Ctrl are not.

import assert from "node:assert/strict";
import { test } from "node:test";

import { keepOwnKeys } from "../../nnlab/engine/frontend/own_keys.js";

const listeners = new Set();
globalThis.window = {
  addEventListener: (name, listener, capture) => capture && name === "keydown" && listeners.add(listener),
  removeEventListener: (name, listener, capture) => capture && listeners.delete(listener),
};

function press(target, key, modifiers = {}) {
  for (const listener of listeners) listener({ target, key, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...modifiers });
  return target.kept;
}

const slider = { toggleAttribute(name, on) { this.kept = name === "data-lm-suppress-shortcuts" && on; } };
const elsewhere = { toggleAttribute: () => assert.fail("its keys are not ours") };

test("arrow keys are kept, shortcuts are not", () => {
  const stop = keepOwnKeys((element) => element === slider);
  assert.equal(press(slider, "ArrowDown"), true);
  assert.equal(press(slider, "s", { ctrlKey: true }), false);
  assert.equal(press(slider, "Enter", { ctrlKey: true }), false); // runs the cell, too
  assert.equal(press(slider, "Enter"), true);
  assert.equal(press(slider, "Enter", { shiftKey: true }), false); // runs the cell
  assert.equal(press(slider, "Escape"), false);
  press(elsewhere, "ArrowDown");
  stop();
  assert.equal(listeners.size, 0);
});

test("every key of a slider or a picture is kept", () => {
  const keys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown", "Enter", " ", "Delete", "n"];
  const stop = keepOwnKeys((element) => element === slider);
  assert.deepEqual(keys.filter((key) => !press(slider, key)), []);
  for (const modifier of ["altKey", "metaKey"]) assert.equal(press(slider, "n", { [modifier]: true }), false);
  stop();
});
