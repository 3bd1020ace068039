// What an open prediction covers: the rest of its section.

import assert from "node:assert/strict";
import { test } from "node:test";

import { coveringPredictions } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/cover.js";

const SECTION = { startsSection: true, prediction: null };
const CELL = { startsSection: false, prediction: null };
const ask = (prediction) => ({ startsSection: false, prediction });
const all = () => true;

test("an open prediction covers the rest of its section", () => {
  const cells = [SECTION, CELL, ask("a"), CELL, CELL, SECTION, CELL];
  assert.deepEqual(coveringPredictions(cells, all), [null, null, null, "a", "a", null, null]);
});

test("a second prediction is covered by the first, and covers once that is answered", () => {
  const cells = [SECTION, ask("a"), CELL, ask("b"), CELL];
  assert.deepEqual(coveringPredictions(cells, all), [null, null, "a", "a", "a"]);
  assert.deepEqual(coveringPredictions(cells, (id) => id === "b"), [null, null, null, null, "b"]);
  assert.deepEqual(coveringPredictions(cells, () => false), [null, null, null, null, null]);
});
