// Which cells ask a question, and which one.

import assert from "node:assert/strict";
import { test } from "node:test";

import { questionOf } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/question_cells.js";

test("a cell that asks a question says which", () => {
  assert.deepEqual(questionOf('nnlab.predict("chain")'), { kind: "predict", id: "chain" });
  assert.deepEqual(questionOf('a = 1\nnnlab.predict(\n    "chain", accuracy=a)'), { kind: "predict", id: "chain" });
  assert.deepEqual(questionOf('nnlab.exit_question("gates")'), { kind: "exit_question", id: "gates" });
});

test("a cell that only names a question asks none", () => {
  const sources = ["", '# nnlab.predict("chain")', "nnlab.predict(name)", 'nnlab.solution("chain")'];
  for (const source of sources) assert.equal(questionOf(source), null);
});
