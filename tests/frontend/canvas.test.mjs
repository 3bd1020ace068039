// Painting: frames that are decoded out of order are painted in the order in which they were asked for.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createPainter } from "../../nnlab/engine/frontend/canvas.js";
import { FakeModel } from "./fakes.mjs";

function painter(scale = 1) {
  const painted = [];
  const canvas = { width: 0, height: 0, style: {}, dataset: {}, getContext: () => ({ putImageData: (image) => painted.push(image.name) }) };
  return { canvas, painted, paint: createPainter(canvas, new FakeModel({ scale })) };
}

test("an older frame never covers a newer one", async () => {
  const { canvas, painted, paint } = painter();
  let finishFirst;
  const first = paint({ pixels: new Promise((resolve) => { finishFirst = resolve; }) });
  await paint({ pixels: Promise.resolve({ name: "second", width: 4, height: 2 }) });
  finishFirst({ name: "first", width: 4, height: 2 });
  await first;
  assert.deepEqual(painted, ["second"]);
  assert.equal(canvas.dataset.frames, "2");
});

test("the same pixels are painted once", async () => {
  const { painted, paint } = painter();
  const frame = { pixels: Promise.resolve({ name: "frame", width: 4, height: 2 }) };
  await paint(frame);
  await paint({ ...frame, status: "the kernel's own" });
  assert.deepEqual(painted, ["frame"]);
});

test("a sharper frame takes the same space on the page", async () => {
  const { canvas, paint } = painter(2);
  await paint({ pixels: Promise.resolve({ name: "sharp", width: 800, height: 600 }) });
  assert.deepEqual([canvas.width, canvas.height, canvas.style.width], [800, 600, "400px"]);
});
