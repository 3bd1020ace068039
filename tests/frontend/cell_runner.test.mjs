// Cells that run behind the slides: in their order, past a failure, and no longer than they are wanted.

import assert from "node:assert/strict";
import { test } from "node:test";

import { cellRunner, runInOrder } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/cell_runner.js";

// What was run and what the steps said, where cells fail as `errors` says.
async function runCells(errors, wantedUntil = Infinity) {
  const [ran, steps] = [[], []];
  const failures = await runInOrder(["a", "b", "c"], {
    run: async (cell) => {
      ran.push(cell);
      return errors[cell] ?? null;
    },
    isWanted: () => ran.length < wantedUntil,
    onStep: (done, failed) => steps.push([done, failed.length]),
  });
  return { ran: ran.join(""), steps, failed: failures.map(({ cell }) => cell) };
}

test("cells run in their order, and every step is told", async () => {
  assert.deepEqual(await runCells({}), { ran: "abc", steps: [[0, 0], [1, 0], [2, 0], [3, 0]], failed: [] });
});

test("a cell that fails is named, and those after it run", async () => {
  const { ran, steps, failed } = await runCells({ b: { text: "It failed" } });
  assert.deepEqual([ran, failed, steps.at(-1)], ["abc", ["b"], [3, 1]]);
});

test("nothing runs after the kernel has ended", async () => {
  const { ran, failed } = await runCells({ b: { text: "Python has ended", isFinal: true } });
  assert.deepEqual([ran, failed], ["ab", ["b"]]);
});

test("nothing runs after the reader has left", async () => {
  const { ran, steps } = await runCells({}, 1);
  assert.deepEqual([ran, steps], ["a", [[0, 0]]]);
});

test("a cell's error is its name and text, and a kernel that ended is told", async () => {
  const panel = { content: { model: {}, notebookConfig: {} }, sessionContext: {} };
  const runWith = (runCell) => cellRunner(panel, { runCell }, "Python has ended")("cell");
  assert.equal(await runWith(async ({ onCellExecuted }) => { onCellExecuted({ success: true }); return true; }), null);
  const failing = async ({ onCellExecuted }) => {
    const error = Object.assign(new Error("KernelReplyNotOK"), { errorName: "ValueError", errorValue: "too small" });
    onCellExecuted({ success: false, error });
    throw error;
  };
  assert.deepEqual(await runWith(failing), { text: "ValueError: too small" });
  assert.deepEqual(await runWith(async () => false), { text: "Python has ended", isFinal: true });
});
