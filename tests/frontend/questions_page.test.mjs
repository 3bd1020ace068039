// The questions of a page: the first choice counts, what shows the answer is covered until then, and the progress is counted.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument } from "./small_document.mjs";
import { forgetAll, readAgain } from "../../tools/templates/progress.js";
import { startPage } from "../../tools/templates/questions.js";

const TEXTS = {
  first_counts: "The first counts.", guess: "your guess", right: "Right.", wrong: "It is {answer}.", not_kept: "Not kept.",
  covered: "Covered.", covered_skip: "Show it", show_all: "Show all", cover_again: "Cover again",
  page_progress: "{asked} of {all}", score: "{right} right of {asked}", no_score: "none yet",
};
const question = (id) => ["section", { class: "cell", id: `cell-${id}` }, ["div", { "data-question": id, "data-keys": "half right none" },
  ["ol", {}, ["li", {}, "A"], ["li", {}, "B"], ["li", {}, "C"]], ["details", {}, ["p", {}, "B"], ["p", {}, `Because of ${id}.`]]]];
const cell = (id, after) => ["section", { class: "cell", id, "data-after": after }, ["h2", { id: `in-${id}` }, id]];

// A page with two questions, and cells that show the answers; `stored` is what was kept before.
function page({ stored = {}, hash = "", isForbidden = false } = {}) {
  const texts = ["script", { "data-question-texts": JSON.stringify(TEXTS) }];
  const button = ["button", { "data-cover-switch": "", hidden: "" }];
  openDocument(texts, button, ["p", { "data-progress": "" }], question("one"), cell("first", "one"), cell("again", "one"),
    question("two"), cell("both", "one two"), cell("free", ""), ["section", { id: "score" }, ["div", { class: "output" }]]);
  const kept = new Map(Object.entries(stored).map(([key, value]) => [key, JSON.stringify(value)]));
  const setItem = (key, value) => {
    if (isForbidden) throw new Error("forbidden");
    kept.set(key, value);
  };
  const nothing = new Map();
  globalThis.localStorage = { getItem: (key) => nothing.get(key) ?? null, setItem: (key, value) => nothing.set(key, value) };
  forgetAll(); // what an earlier page of this program had
  globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem };
  readAgain();
  const listeners = {};
  globalThis.addEventListener = (type, listener) => (listeners[type] = listener);
  globalThis.location = { hash };
  startPage();
  const find = (selector) => globalThis.document.querySelector(selector);
  const choices = (id) => find(`#cell-${id}`).querySelectorAll("li > button");
  const covered = () => globalThis.document.querySelectorAll("section.covered").map((node) => node.id);
  const goTo = (newHash) => {
    globalThis.location.hash = newHash;
    listeners.hashchange();
  };
  return { find, choices, covered, goTo, kept, covers: () => globalThis.document.querySelectorAll(".cover"),
    answer: (id) => find(`#cell-${id} .answer`) };
}

test("the choices are buttons, and the reason is not on the page before an answer", () => {
  const { find, choices, answer } = page();
  assert.deepEqual(choices("one").map((button) => [button.textContent, button.type]), [["A", "button"], ["B", "button"], ["C", "button"]]);
  assert.equal(find("details"), null);
  assert.deepEqual([find("#cell-one .hint").textContent, answer("one").textContent], ["The first counts.", ""]);
  assert.ok(find("[data-question]").classList.contains("asking"));
  assert.equal(answer("one").getAttribute("role"), "status");
});

test("a wrong choice is marked beside the right one, with the reason", () => {
  const { find, choices, answer, kept } = page();
  choices("one")[2].click();
  assert.deepEqual(choices("one").map((button) => button.textContent), ["A ", "B ✓", "C ✗ your guess"]);
  assert.deepEqual(choices("one").map((button) => button.className), ["", "right", "chosen"]);
  assert.deepEqual(choices("one").map((button) => button.disabled), [true, true, true]);
  assert.equal(answer("one").textContent, "It is B.Because of one.");
  assert.equal(find("#cell-one .hint").hidden, true);
  assert.deepEqual([globalThis.document.activeElement, globalThis.document.isScrolledByFocus], [answer("one"), false]);
  assert.deepEqual(JSON.parse(kept.get("nnlab.answers")), { one: "none" });
});

test("a right choice is marked as right; the other question stays open", () => {
  const { choices, answer } = page();
  choices("one")[1].click();
  assert.deepEqual(choices("one").map((button) => button.textContent), ["A ", "B ✓ your guess", "C "]);
  assert.equal(choices("one")[1].className, "right chosen");
  assert.equal(answer("one").textContent, "Right.Because of one.");
  assert.deepEqual([choices("two")[0].disabled, answer("two").textContent], [undefined, ""]);
});

test("the first choice counts, and is shown again on the next visit", () => {
  const { choices, answer, kept } = page({ stored: { "nnlab.answers": { one: "half" } } });
  assert.equal(answer("one").textContent, "It is B.Because of one.");
  choices("one")[1].send("click");
  assert.equal(answer("one").textContent, "It is B.Because of one.");
  assert.deepEqual(JSON.parse(kept.get("nnlab.answers")), { one: "half" });
});

test("where nothing can be kept the reader is told so", () => {
  assert.equal(page({ isForbidden: true }).answer("one").textContent, "");
  const { choices, answer } = page({ isForbidden: true });
  choices("one")[1].click();
  assert.equal(answer("one").textContent, "Right.Because of one.Not kept.");
  assert.equal(answer("one").querySelector(".hint").textContent, "Not kept.");
});

test("what shows an answer is covered until all of its questions are answered", () => {
  const { find, choices, covered, covers } = page();
  assert.deepEqual(covered(), ["first", "again", "both"]);
  assert.deepEqual(covers().map((cover) => [cover.textContent, cover.querySelector("button").type]),
    [["Covered.Show it", "button"], ["Covered.Show it", "button"]]);
  assert.equal(find("#first").previousElementSibling, covers()[0]);
  assert.equal(find("#both").previousElementSibling, covers()[1]);
  choices("one")[0].click();
  assert.deepEqual([covered(), covers().length], [["both"], 1]);
  choices("two")[0].click();
  assert.deepEqual([covered(), covers().length], [[], 0]);
});

test("a cover can be taken away, and the focus goes to what it covered", () => {
  const { find, covered, covers, kept } = page();
  covers()[0].querySelector("button").click();
  assert.deepEqual(JSON.parse(kept.get("nnlab.skipped")), ["one"]);
  assert.deepEqual([covered(), covers().length], [["both"], 1]);
  assert.deepEqual([globalThis.document.activeElement, globalThis.document.isScrolledByFocus], [find("#first"), false]);
  assert.equal(find("#first").tabIndex, -1);
});

test("one button shows everything and covers it again", () => {
  const { find, covered, choices } = page();
  const button = find("[data-cover-switch]");
  assert.deepEqual([button.hidden, button.textContent], [false, "Show all"]);
  button.click();
  assert.deepEqual([covered(), button.textContent], [[], "Cover again"]);
  button.click();
  assert.deepEqual([covered(), button.textContent], [["first", "again", "both"], "Show all"]);
  assert.equal(choices("one")[0].disabled, undefined);
});

test("a link to something covered shows it", () => {
  assert.deepEqual(page({ hash: "#in-again" }).covered(), ["both"]);
  assert.deepEqual(page({ hash: "#nowhere" }).covered(), ["first", "again", "both"]);
  const { covered, find, goTo } = page();
  let seen = null;
  find("#in-both").scrollIntoView = () => (seen = covered());
  goTo("#in-both");
  assert.deepEqual(seen, []);
});

test("the page counts its own questions, the score those of all pages", () => {
  const { find, choices } = page();
  assert.equal(find("#score").textContent, "none yet");
  assert.equal(find("[data-progress]").textContent, " 0 of 2");
  choices("two")[1].click();
  assert.deepEqual([find("[data-progress]").textContent, find("#score").textContent], [" 1 of 2", "1 right of 1"]);
  const { find: later } = page({ stored: { "nnlab.answers": { two: "right", elsewhere: "half" } } });
  const bar = later("[data-progress] progress");
  assert.deepEqual([bar.max, bar.value, bar.getAttribute("aria-hidden")], [2, 1, "true"]);
  assert.deepEqual([later("[data-progress]").textContent, later("#score .score").textContent], [" 1 of 2", "1 right of 2"]);
});
