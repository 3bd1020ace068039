// The cache key is that of frames.py, and the cache keeps the newest frames.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { FrameCache, frameKey, MAX_FRAMES, sameData, wireValue } from "../../nnlab/engine/frontend/frame_cache.js";
import { encodedFrame, FakeModel } from "./fakes.mjs";

const cases = JSON.parse(readFileSync(new URL("frame_keys.json", import.meta.url), "utf8"));

test("keys are those of the table that Python is tested on", () => {
  assert.ok(cases.length >= 10);
  for (const { revision, values, key } of cases) assert.equal(frameKey(revision, values), key);
});

test("a list is known by its index, other controls by their value", () => {
  assert.equal(wireValue(new FakeModel({ index: 2 })), 2);
  assert.equal(wireValue(new FakeModel({ value: 0.5 })), 0.5);
  assert.equal(wireValue(new FakeModel({ value: false })), false);
});

test("the newest frames are kept, and none under the empty key", () => {
  const cache = new FrameCache();
  for (let i = 0; i <= MAX_FRAMES; i++) cache.put({ key: `${i}` });
  assert.equal(cache.get("0"), undefined);
  cache.put(cache.get("1")); // is now the newest
  cache.put({ key: "another" });
  assert.deepEqual(cache.get("1"), { key: "1" });
  assert.equal(cache.get("2"), undefined);
  cache.put({ key: "" });
  assert.equal(cache.get(""), undefined);
  cache.clear();
  assert.equal(cache.get("1"), undefined);
});

test("frames are the same where size and bytes are", () => {
  const frame = (colour, size = [2, 3]) => ({ data: encodedFrame(colour), size });
  assert.ok(sameData(frame(1), frame(1)));
  assert.ok(!sameData(frame(1), frame(2)));
  assert.ok(!sameData(frame(1), frame(1, [3, 2])));
});
