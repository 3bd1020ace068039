// What a notebook that is opened again shows of the reader's answers.

import assert from "node:assert/strict";
import { test } from "node:test";

import { markAnswer } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/saved_outputs.js";
import { fakeDocument } from "./fake_document.mjs";
import { answersIn, readAnswers } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/progress_file.js";

const RIGHT = '{"prediction": "a", "choice": "right", "text": "둘"}';
const LINES = [RIGHT, '{"exercise": "e"}', "", "7", "null", '{"prediction": "b", "choice": "w"}', '{"prediction": "a", "choice": "w"}', '{"predic'];
const WRONG = { choice: "w", text: undefined };
const ANSWERS = [["a", [{ choice: "right", text: "둘" }, WRONG]], ["b", [WRONG]]];

// A server with these files: path -> content.
const server = (files) => ({
  serviceManager: {
    contents: {
      async get(path) {
        if (path in files) return { content: files[path] };
        return { content: Object.keys(files).map((name) => ({ name: name.split("/").pop() })) };
      },
    },
  },
});

test("all answers are found, and broken lines are passed over", () => {
  assert.deepEqual([...answersIn(LINES.join("\n"))], ANSWERS);
  assert.deepEqual([...answersIn("")], []);
});

test("answers are read from the folder above the notebook", async () => {
  assert.deepEqual([...(await readAnswers(server({ "my/progress.jsonl": LINES.join("\n") }), "my/ko/05.ipynb"))], ANSWERS);
  assert.deepEqual([...(await readAnswers(server({}), "my/ko/05.ipynb"))], []);
});

test("the first answer of those that are still offered is marked", () => {
  const items = ["one", "two", "three"].map((text) => Object.assign(fakeDocument.createElement("li"), { textContent: text }));
  const details = { open: false };
  const question = { querySelectorAll: () => items, querySelector: () => details };
  const answers = ["no longer offered", "two", "three"].map((text) => ({ choice: "w", text }));
  markAnswer(question, answers.slice(0, 1), { "present.saved.choice": "your answer" });
  assert.equal(details.open, false);
  markAnswer(question, answers, { "present.saved.choice": "your answer" });
  assert.deepEqual(items.map(({ children }) => children.map(({ text }) => text)), [[], [" ✗ your answer"], []]);
  assert.equal(details.open, true);
});
