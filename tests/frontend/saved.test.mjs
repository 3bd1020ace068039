// What a notebook that is opened again shows of the reader's answers.

import assert from "node:assert/strict";
import { test } from "node:test";

import { answersIn, readAnswers } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/progress_file.js";

const RIGHT = '{"prediction": "a", "choice": "right", "text": "둘"}';
const LINES = [RIGHT, '{"exercise": "e"}', "", "7", "null", '{"prediction": "b", "choice": "w"}', '{"prediction": "a", "choice": "w"}', '{"predic'];
const ANSWERS = [["a", { choice: "right", text: "둘" }], ["b", { choice: "w", text: undefined }]];

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

test("the first answer counts, and broken lines are passed over", () => {
  assert.deepEqual([...answersIn(LINES.join("\n"))], ANSWERS);
  assert.deepEqual([...answersIn("")], []);
});

test("answers are read from the folder above the notebook", async () => {
  assert.deepEqual([...(await readAnswers(server({ "my/progress.jsonl": LINES.join("\n") }), "my/ko/05.ipynb"))], ANSWERS);
  assert.deepEqual([...(await readAnswers(server({}), "my/ko/05.ipynb"))], []);
});
