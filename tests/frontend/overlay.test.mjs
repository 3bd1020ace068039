// The rings over a picture: where they lie, and what a press takes hold of.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createRings, isOnRing, ringStyle } from "../../nnlab/engine/frontend/overlay.js";

test("places from the lower left become places from the upper left", () => {
  assert.deepEqual(ringStyle([0.25, 0.75]), { left: "25%", top: "25%" });
});

test("a press near a ring takes hold of it", () => {
  const size = { width: 400, height: 200 };
  assert.equal(isOnRing([[0.5, 0.25]], { x: 210, y: 140 }, size), true);
  assert.equal(isOnRing([[0.5, 0.25]], { x: 210, y: 60 }, size), false);
  assert.equal(isOnRing([], { x: 0, y: 0 }, size), false);
});

test("rings are strong under the hand, not after a right click, whose end the menu takes", () => {
  globalThis.ResizeObserver = class {
    observe() {}
  };
  const names = new Set();
  const classList = { remove: (name) => names.delete(name), toggle: (name, on) => (on ? names.add(name) : names.delete(name)) };
  const canvas = new EventTarget();
  createRings(canvas, { classList });
  const send = (type, button) => canvas.dispatchEvent(Object.assign(new Event(type), { button }));
  send("pointerdown", 2);
  assert.equal(names.has("nnlab-dragging"), false);
  send("pointerdown", 0);
  assert.equal(names.has("nnlab-dragging"), true);
  send("pointerup", 0);
  assert.equal(names.has("nnlab-dragging"), false);
});
