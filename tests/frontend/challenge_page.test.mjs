// The challenge in use: what it counts while the line is moved, and how it learns by itself.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument } from "./small_document.mjs";
import { ROUNDS } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/challenge_rounds.js";
import { startChallenge } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/challenge.js";
import { LIMITS } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/neuron_picture.js";

const TEXTS = {
  learn: "Learn", stop: "Stop", reset: "Reset", next_round: "Next", again: "Again", round: "Round {number} of {rounds}",
  numbers: "{right} of {all}, loss {loss}", total: "{score} of {best}", task_apart: "Divide them", won_apart: "Divided", task_close: "Closer",
  task_learned: "It learned", task_changed: "Points moved", task_xor: "Not by a line", won_close: "Close, too", move_line: "move", turn_line: "turn",
};

// The challenge; `frames(n)` lets n frames of an animation pass, `turn(times)` turns the line by three degrees each time, against the clock.
function challenge({ isStill = false } = {}) {
  openDocument(["div", { id: "challenge" }]);
  const waiting = new Map();
  let last = 0;
  globalThis.requestAnimationFrame = (callback) => (waiting.set(last += 1, callback), last);
  globalThis.cancelAnimationFrame = (number) => waiting.delete(number);
  globalThis.matchMedia = () => ({ matches: isStill });
  const figure = globalThis.document.querySelector("#challenge");
  startChallenge(figure, TEXTS);
  const text = (selector) => figure.querySelector(selector).textContent;
  const button = (name) => figure.querySelectorAll("button").find((node) => node.textContent === name);
  function frames(count) {
    let passed = 0;
    for (; passed < count && waiting.size > 0; passed += 1) {
      const [[number, callback]] = waiting;
      waiting.delete(number);
      callback();
    }
    return passed;
  }
  function turn(times) {
    for (let i = 0; i < Math.abs(times); i += 1) figure.querySelector(".turn").send("keydown", { key: times > 0 ? "ArrowUp" : "ArrowDown" });
  }
  const loss = () => Number(text(".numbers").split(" ").at(-1));
  return { figure, text, button, frames, turn, loss, says: () => [".task", ".numbers", ".total"].map(text) };
}

// The right points and the mean cross-entropy of a line through (-0.4, 0.2) at this angle, of steepness 1.5.
function expected(angle) {
  const scores = ROUNDS[0].points.map(({ x, y }) => [1.5 * ((x[1] - 0.2) * Math.cos(angle) - (x[0] + 0.4) * Math.sin(angle)), y]);
  const right = scores.filter(([s, y]) => (s > 0) === (y === 1)).length;
  const losses = scores.map(([s, y]) => -Math.log(y === 1 ? 1 / (1 + Math.exp(-s)) : 1 - 1 / (1 + Math.exp(-s))));
  return `${right} of 12, loss ${(losses.reduce((sum, one) => sum + one, 0) / 12).toFixed(2)}`;
}

test("what is right is counted at once, the best of a round counts in total", () => {
  const { figure, says, turn, button } = challenge();
  assert.deepEqual(says(), ["Round 1 of 3 Divide them", expected(0.9), "0 of 33"]);
  assert.ok(figure.querySelector("svg").classList.contains("untouched"));
  turn(-35);
  const angle = 0.9 - (35 * Math.PI) / 60;
  assert.deepEqual(says(), ["Round 1 of 3 Divided", expected(angle), "12 of 33"]);
  assert.match(says()[1], /^12 of 12/);
  assert.ok(!figure.querySelector("svg").classList.contains("untouched"));
  assert.ok(button("Next").classList.contains("suggested"));
  turn(35);
  assert.deepEqual(says().slice(1), [expected(0.9), "12 of 33"]);
});

test("Reset and the next round begin with their own line and keep what was won", () => {
  const { figure, says, turn, button } = challenge();
  const place = () => figure.querySelector(".move").getAttribute("transform");
  turn(-35);
  button("Reset").click();
  assert.deepEqual(says().slice(1), [expected(0.9), "12 of 33"]);
  button("Next").click();
  assert.deepEqual([says()[0], says()[2], place()], ["Round 2 of 3 Closer", "12 of 33", "translate(200,120)"]);
  button("Next").click();
  assert.equal(says()[0], "Round 3 of 3 Not by a line");
  assert.equal(button("Next"), undefined);
  button("Again").click();
  assert.deepEqual(says(), ["Round 1 of 3 Divide them", expected(0.9), "0 of 33"]);
});

test("a moved point is spoken of, and nothing is suggested", () => {
  const { figure, says, button } = challenge();
  figure.querySelector(".point").send("keydown", { key: "ArrowUp" });
  assert.deepEqual([says()[0], says()[2], button("Next").className], ["Round 1 of 3 Points moved", "0 of 33", ""]);
});

test("it learns a step in each frame until it has learned, and can be stopped", () => {
  const { says, loss, button, frames } = challenge();
  const before = loss();
  button("Learn").click();
  assert.equal(frames(3), 3);
  assert.ok(loss() < before);
  assert.equal(says()[0], "Round 1 of 3 It learned");
  const stopped = loss();
  button("Stop").click();
  assert.equal(frames(10), 0);
  assert.deepEqual([loss(), button("Stop")], [stopped, undefined]);
  button("Learn").click();
  const steps = frames(10_000);
  assert.ok(steps > 50 && steps < 1000);
  assert.ok(loss() < 0.1);
  assert.deepEqual([says()[2], button("Stop")], ["0 of 33", undefined]);
});

test("for readers who want no motion it learns in one frame, just as much", () => {
  const still = challenge({ isStill: true });
  still.button("Learn").click();
  assert.equal(still.frames(10), 1);
  const learned = still.loss();
  const other = challenge();
  other.button("Learn").click();
  other.frames(10_000);
  assert.equal(other.loss(), learned);
});

test("whoever moves the line stops the learning", () => {
  const { button, frames, turn } = challenge();
  for (const act of [() => turn(1), () => button("Reset").click(), () => button("Next").click()]) {
    button("Learn").click();
    frames(2);
    act();
    assert.deepEqual([frames(10), button("Stop")], [0, undefined]);
  }
});

test("a screen reader hears the last numbers of a move, and that the round is won", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { figure, says, turn } = challenge();
  const [announcer] = figure.children.filter((node) => node.role === "status");
  const hears = (milliseconds) => (context.mock.timers.tick(milliseconds), announcer.textContent.trim());
  assert.equal(hears(800), says()[1]);
  turn(-1);
  assert.equal(hears(700), expected(0.9));
  turn(-34);
  assert.equal(hears(700), expected(0.9));
  assert.equal(hears(100), `${says()[1]} Divided`);
});

test("points can be told apart and be reached, in every round", () => {
  for (const { points } of ROUNDS) {
    assert.deepEqual([points.length, points.filter(({ y }) => y === 1).length], [12, 6]);
    for (const [i, { x }] of points.entries()) {
      assert.ok(x.length === 2 && x.every((value, axis) => Math.abs(value) <= LIMITS[axis] - 0.2));
      for (const other of points.slice(i + 1)) assert.ok(Math.hypot(x[0] - other.x[0], x[1] - other.x[1]) > 0.6);
    }
  }
});
