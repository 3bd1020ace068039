// The challenge of the start page and of the first notebook: what counts, and what stands above the picture.

import assert from "node:assert/strict";
import { test } from "node:test";

import { afterLearning, afterMove, firstState, isWon, nextRound, sameRound, score, taskOf } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/challenge.js";
import { BEST_SCORE, ROUNDS } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/challenge_rounds.js";
import { armOf } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/neuron_picture.js";

const SOLVED = [
  { at: [0, 0], angle: -0.7, steepness: 1.5 },
  { at: [0, 0], angle: -0.55, steepness: 1.5 },
];

test("a line that divides the clouds wins the first round", () => {
  const start = firstState();
  assert.equal(score(start), 0);
  assert.equal(taskOf(start), "task_apart");
  const won = afterMove(start, { boundary: SOLVED[0] });
  assert.equal(score(won), 12);
  assert.ok(isWon(won));
  assert.equal(taskOf(won), "won_apart");
});

test("the best line of a round counts, also after a worse one", () => {
  const won = afterMove(firstState(), { boundary: SOLVED[0] });
  const worse = afterMove(won, { boundary: ROUNDS[0].boundary });
  assert.equal(score(worse), 12);
});

test("moved points do not count until Reset", () => {
  const moved = afterMove(firstState(), { point: 0, x: [0, 0] });
  assert.deepEqual(moved.points[0].x, [0, 0]);
  assert.deepEqual(ROUNDS[0].points[0].x, [0.6, 1.9]);
  assert.equal(taskOf(moved), "task_changed");
  assert.equal(score(afterMove(moved, { boundary: SOLVED[0] })), 0);
  const again = sameRound(moved);
  assert.equal(score(afterMove(again, { boundary: SOLVED[0] })), 12);
});

test("a line that was learned does not count until Reset", () => {
  const learned = afterLearning(firstState(), SOLVED[0]);
  const nudged = afterMove(learned, { boundary: { ...SOLVED[0], at: [0.1, 0] } });
  assert.equal(score(nudged), 0);
  assert.equal(taskOf(nudged), "task_learned");
  assert.equal(score(afterMove(sameRound(nudged), { boundary: SOLVED[0] })), 12);
  const won = afterMove(firstState(), { boundary: SOLVED[0] });
  assert.equal(taskOf(afterLearning(won, SOLVED[0])), "won_apart");
});

test("the handle that turns the line stays in the picture", () => {
  assert.ok(armOf({ at: [0, 0], angle: 0 }) > 0);
  assert.ok(armOf({ at: [3.8, 0], angle: 0 }) < 0);
  assert.ok(armOf({ at: [0, 2.8], angle: Math.PI / 2 }) < 0);
  assert.ok(armOf({ at: [0, 2.8], angle: -Math.PI / 2 }) > 0);
});

test("after the last round comes a new game", () => {
  let state = afterMove(firstState(), { boundary: SOLVED[0] });
  state = nextRound(state);
  assert.equal(state.number, 1);
  assert.equal(score(afterMove(state, { boundary: SOLVED[1] })), 24);
  state = nextRound(state);
  assert.equal(taskOf(state), "task_xor");
  state = nextRound(state);
  assert.equal(state.number, 0);
  assert.equal(score(state), 0);
  assert.equal(BEST_SCORE, 33);
});
