// Page breaks: few pages of like length, none within a list that could stay whole, none between a heading and what follows it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { pageStarts } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/page_breaks.js";

// Blocks one below the other; each is its height, or {height, …} with what else there is to say of it.
function stack(...parts) {
  let bottom = 0;
  return parts.map((part) => {
    const { height, ...more } = typeof part === "number" ? { height: part } : part;
    const top = bottom;
    bottom += height;
    return { top, bottom, headHeight: 0, continuesList: false, keepWithNext: false, ...more };
  });
}

test("what fits stays on one page", () => {
  assert.deepEqual(pageStarts(stack(40, 30, 30), 100), [0]);
  assert.deepEqual(pageStarts([], 100), []);
});

test("there are as few pages as possible, of like length", () => {
  assert.deepEqual(pageStarts(stack(30, 30, 30, 30), 100), [0, 2]);
  assert.deepEqual(pageStarts(stack(60, 60, 60), 100), [0, 1, 2]);
});

test("a block that is too tall gets a page of its own", () => {
  assert.deepEqual(pageStarts(stack(50, 150, 50), 100), [0, 1, 2]);
});

test("a heading stays with what follows it", () => {
  assert.deepEqual(pageStarts(stack(70, { height: 10, keepWithNext: true }, 30, 60), 100), [0, 1]);
  assert.deepEqual(pageStarts(stack(70, 10, 30, 60), 100), [0, 2], "as a paragraph it would stay where there is room");
});

test("a list is split only where that saves a page", () => {
  const item = { height: 20, continuesList: true };
  assert.deepEqual(pageStarts(stack(40, 20, item, item, item), 100), [0, 1], "before the list, although the pages are less even");
  assert.deepEqual(pageStarts(stack(20, item, item, item, item, item, item, item), 100), [0, 4], "in its middle");
});

test("a repeated table head takes its room", () => {
  const row = { height: 20, continuesList: true, headHeight: 30 };
  const first = { height: 20 };
  assert.deepEqual(pageStarts(stack(first, row, row, row, row, row, row, row), 100), [0, 5], "five rows, then three below the head");
});
