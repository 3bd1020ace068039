// What a page keeps of the reader's answers, and what it covers.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const stored = new Map();
globalThis.localStorage = {
  getItem: (key) => stored.get(key) ?? null,
  setItem: (key, value) => stored.set(key, value),
};
const { addAnswer, ALL, answers, countAnswers, coverAgain, forgetAll, readAgain, skip, skippedIds } =
  await import("../../tools/templates/progress.js");
const { fill } = await import("../../nnlab/jupyter/shared/labextensions/nnlab-present/static/dom.js");
const { coveredBy, linkedId } = await import("../../tools/templates/questions.js");
const { editionFor } = await import("../../tools/templates/language.js");

beforeEach(() => {
  stored.clear();
  forgetAll();
});

test("the first answer counts", () => {
  assert.ok(addAnswer("depth", "half"));
  addAnswer("depth", "right");
  addAnswer("tail", "right");
  assert.deepEqual(answers(), { depth: "half", tail: "right" });
  assert.deepEqual(countAnswers(["depth", "tail", "other"]), { all: 3, asked: 2, right: 1 });
});

test("answers of another page are kept", () => {
  addAnswer("depth", "right");
  stored.set("nnlab.answers", JSON.stringify({ elsewhere: "right", depth: "right" }));
  addAnswer("tail", "half");
  assert.deepEqual(Object.keys(JSON.parse(stored.get("nnlab.answers"))).toSorted(), ["depth", "elsewhere", "tail"]);
});

test("where nothing can be stored, an answer holds on this page", () => {
  const { setItem } = localStorage;
  localStorage.setItem = () => { throw new Error("forbidden"); };
  assert.equal(addAnswer("depth", "right"), false);
  assert.deepEqual(answers(), { depth: "right" });
  localStorage.setItem = setItem;
});

test("where nothing can be stored, what is skipped is shown", () => {
  const { setItem } = localStorage;
  localStorage.setItem = () => { throw new Error("forbidden"); };
  skip("depth");
  skip(ALL);
  assert.deepEqual([...skippedIds()], ["depth", ALL]);
  coverAgain();
  assert.deepEqual([...skippedIds()], ["depth"]);
  forgetAll();
  assert.equal(skippedIds().size, 0);
  localStorage.setItem = setItem;
});

test("answers of another page are seen after reading again", () => {
  assert.deepEqual(answers(), {});
  stored.set("nnlab.answers", JSON.stringify({ depth: "right" }));
  readAgain();
  assert.deepEqual(answers(), { depth: "right" });
});

test("an address with a stray % names no cell", () => {
  assert.equal(linkedId("#50%"), "");
  assert.equal(linkedId("#%EA%B0%80"), "가");
  assert.equal(linkedId(""), "");
});

test("what is not JSON in the storage is ignored", () => {
  stored.set("nnlab.skipped", "{");
  assert.equal(skippedIds().size, 0);
  skip("depth");
  assert.deepEqual([...skippedIds()], ["depth"]);
});

test("a cell is covered by the first open prediction before it", () => {
  const after = ["one", "two"];
  assert.equal(coveredBy(after, {}, new Set()), "one");
  assert.equal(coveredBy(after, { one: "right" }, new Set()), "two");
  assert.equal(coveredBy(after, { one: "right" }, new Set(["two"])), undefined);
  assert.equal(coveredBy([], {}, new Set()), undefined);
  assert.equal(coveredBy(after, {}, new Set(["*"])), undefined);
});

test("texts are filled", () => {
  assert.equal(fill("{asked} of {all}, {other}", { asked: 0, all: 3 }), "0 of 3, {other}");
});

test("the first page leads to the reader's language", () => {
  assert.equal(editionFor(null, ["de-DE", "ko-KR"]), "ko");
  assert.equal(editionFor(null, ["kok-IN", "en"]), "en");
  assert.equal(editionFor(null, ["en-US", "ko"]), "en");
  assert.equal(editionFor("ko", ["en"]), "ko");
  assert.equal(editionFor("other", ["en"]), "en");
});
