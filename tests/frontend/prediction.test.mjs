// A prediction in a notebook: a choice is locked in, the kernel answers, and the answer is shown.

import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeModel } from "./fakes.mjs";
import { openDocument, SmallElement } from "./small_document.mjs";
import { allowHtml } from "./small_html.mjs";
import widget from "../../nnlab/engine/frontend/prediction.js";

allowHtml();
const LABELS = {
  predict: "Predict", lock: "Lock in", lock_help: "The first one counts", choose_first: "Choose first", no_answer: "The kernel is gone",
  saved_page: "Only in a notebook", guess: "your guess",
};

// A prediction whose right choice is the second one; `sent` is what the kernel is told, `heard` what other parts of the page hear.
function prediction({ guess = -1, parts = [] } = {}) {
  openDocument(...parts);
  const [sent, heard] = [[], []];
  globalThis.window = { addEventListener() {}, removeEventListener() {}, dispatchEvent: (event) => heard.push([event.type, event.detail]) };
  const model = new FakeModel({
    labels: LABELS, question: "How many?", choices: ["one", "two", "three"], guess, right: 1, question_id: "count", verdict: "Right.",
      reason: "As shown.",
    score: "1 of 1",
  });
  model.send = (message) => sent.push(message);
  const el = new SmallElement("div");
  globalThis.document.body.append(el);
  const stop = widget.render({ model, el });
  const find = (selector) => el.querySelector(selector);
  return { model, el, stop, sent, heard, find, radios: el.querySelectorAll("input"), labels: el.querySelectorAll("label"),
    status: find("[role=status]") };
}

test("the question, its choices and the button are shown", () => {
  const { el, find, radios, labels } = prediction();
  assert.deepEqual([find("legend").textContent, find("legend b").textContent], ["Predict How many?", "Predict"]);
  assert.deepEqual(labels.map((label) => label.textContent), [" one ", " two ", " three "]);
  assert.deepEqual(el.querySelectorAll("legend, label, button").map((node) => node.tagName), ["LEGEND", "LABEL", "LABEL", "LABEL", "BUTTON"]);
  assert.deepEqual([find("button").textContent, find("button").title], ["Lock in", "The first one counts"]);
  assert.deepEqual(radios.map(({ type, value }) => [type, value]), [["radio", 0], ["radio", 1], ["radio", 2]]);
  assert.equal(new Set(radios.map(({ name }) => name)).size, 1);
  assert.notEqual(prediction().radios[0].name, radios[0].name);
});

test("the chosen answer is locked in, and nothing without a choice", () => {
  const { find, radios, sent, status } = prediction();
  find("button").click();
  assert.deepEqual([status.textContent, sent], ["Choose first", []]);
  radios[2].checked = true;
  find("button").click();
  assert.deepEqual(sent, [{ lock: 2 }]);
});

test("a kernel that does not answer is spoken of, one that did is not", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  for (const [guess, text] of [[-1, "The kernel is gone"], [0, "Right.As shown.1 of 1"]]) {
    const { model, find, radios, status } = prediction();
    radios[0].checked = true;
    find("button").click();
    assert.equal(status.textContent, "");
    if (guess >= 0) model.set({ guess });
    context.mock.timers.tick(10_000);
    assert.equal(status.textContent, text);
  }
});

test("on a page that was saved nothing is locked in", () => {
  const saved = ["script", { type: "application/vnd.jupyter.widget-state+json" }];
  const { find, radios, sent, status } = prediction({ parts: [saved] });
  radios[1].checked = true;
  find("button").click();
  assert.deepEqual([status.textContent, sent], ["Only in a notebook", []]);
});

test("a wrong answer is marked beside the right one", () => {
  const { model, find, radios, labels, status, heard } = prediction();
  model.set({ guess: 2 });
  assert.deepEqual(labels.map((label) => label.textContent), [" one ", " two ✓", " three ✗ your guess"]);
  assert.deepEqual(labels.map((label) => label.className), ["", "nnlab-right", ""]);
  assert.deepEqual(radios.map(({ checked, disabled }) => [checked, disabled]), [[false, true], [false, true], [true, true]]);
  assert.equal(find("button").disabled, true);
  assert.deepEqual(status.children.map((part) => part.textContent), ["Right.", "As shown.", "1 of 1"]);
  assert.deepEqual(heard, [["nnlab-answered", "count"]]);
  assert.equal(find("fieldset").classList.contains("nnlab-was-right"), false);
});

test("a right answer is marked once; one that was given before is shown as it opens", () => {
  const { find, labels, status } = prediction({ guess: 1 });
  assert.deepEqual(labels.map((label) => label.textContent), [" one ", " two ✓ your guess", " three "]);
  assert.equal(find("fieldset").classList.contains("nnlab-was-right"), true);
  assert.equal(status.textContent, "Right.As shown.1 of 1");
});

test("the focus goes from the disabled button to the answer, and stays where it was elsewhere", () => {
  const { model, find, status } = prediction();
  find("button").focus();
  model.set({ guess: 1 });
  assert.equal(globalThis.document.activeElement, status);
  const other = prediction();
  globalThis.document.body.focus();
  other.model.set({ guess: 1 });
  assert.equal(globalThis.document.activeElement, globalThis.document.body);
});

test("the score follows the answers in other cells, until the widget is closed", () => {
  const { model, stop, status } = prediction({ guess: 1 });
  model.set({ score: "2 of 3" });
  assert.equal(status.lastElementChild.textContent, "2 of 3");
  stop();
  assert.equal(model.listenerCount(), 0);
});

test("keys of the choices do not reach the program", () => {
  const { el, radios } = prediction();
  let reached = 0;
  el.addEventListener("keydown", () => (reached += 1));
  radios[0].send("keydown", { key: "ArrowDown" });
  assert.equal(reached, 0);
});
