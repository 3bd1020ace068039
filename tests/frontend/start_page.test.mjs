// The start page's cards, which say what was answered, and the cells of a page that are painted only on the screen.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { openDocument } from "./small_document.mjs";
import { forgetAll, readAgain } from "../../tools/templates/progress.js";
import { startPage } from "../../tools/templates/start.js";

const TEXTS = {
  card_progress: "{asked} of {all}", learn: "Learn", reset: "Reset", next_round: "Next", round: "{number}", numbers: "{right}", total: "{score}",
};
const card = (questions) => ["a", { "data-questions": questions }, ["span", { class: "done" }]];

beforeEach(() => {
  globalThis.requestAnimationFrame = () => 0;
  globalThis.cancelAnimationFrame = () => {};
});

// The start page with a card of three questions, one of one, and one of none; `stored` are the kept answers.
function page(stored) {
  const kept = new Map([["nnlab.answers", JSON.stringify(stored)]]);
  globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  readAgain();
  const listeners = {};
  globalThis.addEventListener = (type, listener) => (listeners[type] = listener);
  const challenge = ["figure", { id: "challenge", "data-texts": JSON.stringify(TEXTS) }];
  openDocument(challenge, card("a b c"), card("d"), card(""), ["button", { id: "forget" }], ["p", { "data-still": "" }]);
  startPage();
  const cards = () => globalThis.document.querySelectorAll(".done").map((line) => (line.hidden ? null : line.textContent));
  return { cards, kept, listeners, find: globalThis.document.querySelector };
}

test("a card says how much of it is answered, if anything is", () => {
  const { cards, find, kept } = page({ a: "right", c: "half" });
  assert.deepEqual(cards(), ["2 of 3", null, null]);
  assert.deepEqual([find("#forget").hidden, find("[data-still]").hidden, kept.get("nnlab.language")], [false, true, '"en"']);
  assert.equal(find("#challenge").querySelectorAll("svg").length, 1);
});

test("the answers can be forgotten", () => {
  const { cards, find, kept } = page({ a: "right" });
  find("#forget").click();
  assert.deepEqual([cards(), find("#forget").hidden, kept.get("nnlab.answers")], [[null, null, null], true, "{}"]);
});

test("a page to which the reader goes back counts anew", () => {
  const { cards, kept, listeners } = page({});
  assert.deepEqual(cards(), [null, null, null]);
  kept.set("nnlab.answers", JSON.stringify({ d: "right" }));
  listeners.pageshow({ persisted: false });
  assert.deepEqual(cards(), [null, null, null]);
  listeners.pageshow({ persisted: true });
  assert.deepEqual(cards(), [null, "1 of 1", null]);
  forgetAll();
});
