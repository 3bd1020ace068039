// The home page: where a reader goes on, from the map of the lecture and what was answered.

import assert from "node:assert/strict";
import { test } from "node:test";

import { lectureMap, whereToGoOn, withProgress } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/home.js";

const map = lectureMap(["| [01 Scores](01_scores.ipynb) | … |\n| [02 Neuron](02_neuron.ipynb) |", "Next: [01 Scores](01_scores.ipynb)"]);
const questions = { "01_scores": ["a", "b"], "02_neuron": ["c", "d"] };
const next = (...answered) => whereToGoOn(withProgress(map, questions, new Set(answered)));

test("each notebook of the map is listed once", () => {
  assert.deepEqual(map, [{ stem: "01_scores", title: "01 Scores" }, { stem: "02_neuron", title: "02 Neuron" }]);
});

test("a new reader begins with the first notebook", () => {
  assert.deepEqual(next(), { stem: "01_scores", title: "01 Scores", done: 0, all: 2 });
});

test("a reader goes on where questions are open, at or after the last answer", () => {
  assert.equal(next("a").stem, "01_scores");
  assert.equal(next("a", "b").stem, "02_neuron");
  assert.deepEqual(next("c"), { stem: "02_neuron", title: "02 Neuron", done: 1, all: 2 });
  assert.equal(next("a", "c", "d").stem, "01_scores", "what was passed over comes last");
  assert.equal(next("a", "b", "c", "d"), null);
});
