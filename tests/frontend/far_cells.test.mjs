// Cells of a page that is read: which may stay unpainted, and how high each is then.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument, tree } from "./small_document.mjs";
import { startPage } from "../../tools/templates/far_cells.js";

test("a cell keeps the height that it has once it is shown", () => {
  openDocument();
  const [shown, covered] = ["one", "two"].map((id) => tree(["section", { class: "cell", id }]));
  for (const cell of [shown, covered]) cell.style = {};
  globalThis.document.body.append(shown, covered, tree(["section", { id: "other" }]));
  const observed = new Set();
  globalThis.ResizeObserver = class {
    constructor(onResize) {
      this.resize = (...entries) => onResize(entries, this);
      globalThis.ResizeObserver.last = this;
    }
    observe(node) { observed.add(node); }
    unobserve(node) { observed.delete(node); }
  };
  startPage();
  assert.deepEqual([...observed], [shown, covered]);
  const { resize } = globalThis.ResizeObserver.last;
  resize({ target: shown, contentRect: { height: 120.5 } }, { target: covered, contentRect: { height: 0 } });
  assert.deepEqual([shown.style.containIntrinsicBlockSize, shown.classList.contains("lazy")], ["auto 120.5px", true]);
  assert.deepEqual([covered.style.containIntrinsicBlockSize, covered.classList.contains("lazy")], [undefined, false]);
  resize({ target: covered, contentRect: { height: 40 } });
  assert.deepEqual([covered.style.containIntrinsicBlockSize, covered.classList.contains("lazy")], ["auto 40px", true]);
  assert.equal(observed.size, 0);
});
