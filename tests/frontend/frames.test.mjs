// Which frame is shown: the kernel's newest, one known already when a control moves, and never one that the reader has left behind.

import assert from "node:assert/strict";
import { test } from "node:test";

import { frameKey } from "../../nnlab/engine/frontend/frame_cache.js";
import { decode, watchFrames } from "../../nnlab/engine/frontend/frames.js";
import { encodedFrame, FakeModel } from "./fakes.mjs";

const state = (z, colour, more = {}) => ({
  frame_key: frameKey(0, [z]), frame: encodedFrame(colour), size: [2, 3], status: `z = ${z}`, failed: false, revision: 0, ...more,
});
const prefetch = (model, z, colour) =>
  model.emit("msg:custom", { prefetched: { size: [2, 3], status: `z = ${z}`, frame_key: frameKey(0, [z]) } }, [encodedFrame(colour)]);

async function watched() {
  const slider = new FakeModel({ value: 0 });
  const model = new FakeModel({ ...state(0, 10), control_ids: ["slider"] }, { slider });
  const shown = [];
  const stop = watchFrames(model, (frame) => shown.push(frame));
  await new Promise(setImmediate); // the control's model arrives
  return { model, slider, shown, stop, statuses: () => shown.map((frame) => frame.status) };
}

test("decoding gives the pixels", async () => {
  const image = await decode(encodedFrame(0xff030201), [2, 3]);
  assert.deepEqual([image.width, image.height], [2, 3]);
  assert.deepEqual([...image.data], Array(6).fill([1, 2, 3, 255]).flat());
});

test("the opening frame is shown, then each new one", async () => {
  const { model, slider, statuses } = await watched();
  slider.set({ value: 1 });
  model.set(state(1, 20));
  model.set({ hint: "drag" }); // another trait
  assert.deepEqual(statuses(), ["z = 0", "z = 1"]);
});

test("a prefetched frame is shown when the control gets there", async () => {
  const { model, slider, shown, statuses } = await watched();
  prefetch(model, 1, 20);
  assert.deepEqual(statuses(), ["z = 0"]);
  slider.set({ value: 1 });
  assert.deepEqual(statuses(), ["z = 0", "z = 1"]);
  model.set(state(1, 20)); // the kernel's own comes after it, with the same pixels: nothing to decode or paint
  assert.equal(shown.at(-1).pixels, shown.at(-2).pixels);
});

test("a prefetched frame that comes late is shown at once", async () => {
  const { model, slider, statuses } = await watched();
  slider.set({ value: 1 });
  assert.deepEqual(statuses(), ["z = 0"]);
  prefetch(model, 1, 20);
  assert.deepEqual(statuses(), ["z = 0", "z = 1"]);
});

test("an answer to where the reader was does not cover where they are", async () => {
  const { model, slider, statuses } = await watched();
  prefetch(model, 1, 20);
  prefetch(model, 2, 30);
  slider.set({ value: 1 });
  slider.set({ value: 2 });
  model.set(state(1, 20));
  assert.equal(statuses().at(-1), "z = 2");
  model.set(state(2, 30));
  assert.equal(statuses().at(-1), "z = 2");
});

test("a new revision makes older frames unknown", async () => {
  const { model, slider, statuses } = await watched();
  prefetch(model, 1, 20);
  model.set(state(0, 40, { revision: 1, frame_key: frameKey(1, [0]), status: "a point was moved" }));
  slider.set({ value: 1 });
  assert.equal(statuses().at(-1), "a point was moved");
});

test("a frame without a key is shown and not kept", async () => {
  const { model, slider, statuses } = await watched();
  slider.set({ value: 1 });
  model.set(state(1, 20, { frame_key: "", status: "computing" }));
  slider.set({ value: 5 });
  slider.set({ value: 1 });
  assert.equal(statuses().at(-1), "computing");
  slider.set({ value: 0 });
  assert.deepEqual(statuses(), ["z = 0", "computing", "z = 0"]);
});

test("after an error no frame is shown that was known before", async () => {
  const { model, slider, statuses } = await watched();
  prefetch(model, 1, 20);
  model.set({ failed: true, status: "It failed" });
  slider.set({ value: 1 });
  assert.equal(statuses().at(-1), "It failed");
});

test("a program without access to other widgets shows every frame of the kernel", async () => {
  for (const widget_manager of [undefined, {}]) {
    const model = new FakeModel({ ...state(0, 10), control_ids: ["slider"] });
    model.widget_manager = widget_manager;
    const shown = [];
    const stop = watchFrames(model, (frame) => shown.push(frame.status));
    await new Promise(setImmediate);
    prefetch(model, 1, 20);
    model.set(state(1, 20));
    model.set(state(2, 30));
    assert.deepEqual(shown, ["z = 0", "z = 1", "z = 2"]);
    stop();
  }
});

test("where binary data is dropped, the frame is asked for as text", async () => {
  const dropped = new DataView(new ArrayBuffer(0));
  const model = new FakeModel({ ...state(0, 10, { frame: dropped, frame_text: "" }), control_ids: [], binary: true });
  const shown = [];
  watchFrames(model, (frame) => shown.push(frame));
  assert.deepEqual([model.get("binary"), model.saved, shown.length], [false, 1, 0]);
  const { buffer, byteOffset, byteLength } = encodedFrame(0xff030201);
  model.set({ frame_text: Buffer.from(buffer, byteOffset, byteLength).toString("base64") });
  const image = await shown[0].pixels;
  assert.deepEqual([...image.data], Array(6).fill([1, 2, 3, 255]).flat());
  model.emit("msg:custom", { prefetched: { size: [2, 3], status: "z = 1", frame_key: frameKey(0, [1]) } }, []);
  model.emit("msg:custom", { prefetched: { size: [2, 3], status: "z = 1", frame_key: frameKey(0, [1]) } });
  assert.equal(shown.length, 1);
  assert.equal(model.saved, 1);
});

test("before the kernel has drawn anything nothing is asked for", () => {
  const model = new FakeModel({ frame: new DataView(new ArrayBuffer(0)), frame_text: "", size: [0, 0], control_ids: [], revision: 0 });
  watchFrames(model, () => assert.fail("there is no frame"));
  assert.equal(model.saved, undefined);
});

test("nothing is listened to after the end", async () => {
  const { model, slider, stop, statuses } = await watched();
  stop();
  prefetch(model, 1, 20);
  slider.set({ value: 1 });
  model.set(state(1, 20));
  assert.deepEqual(statuses(), ["z = 0"]);
  assert.equal(model.listenerCount() + slider.listenerCount(), 0);
});
