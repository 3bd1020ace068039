// Which state of an explorer is shown on a page without a kernel: what was exported, or the nearest of it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { baseState, moveControl, PLACES, reachablePlaces, shownPreset } from "../../tools/templates/explorer_states.js";

// Two controls: a slider with the places 0 to 4 and a list with 0 to 2; the opening is at (2, 0), the preset at (4, 1).
const frame = (places) => [places[0] * 10 + places[1], 0, places];
const travel = (base, control, places) => Object.fromEntries(places.map((place) => [place, frame(base.with(control, place))]));
const data = {
  bases: [
    { frame: frame([2, 0]), travels: [travel([2, 0], 0, [0, 1, 2, 3, 4]), travel([2, 0], 1, [0, 1, 2])] },
    { frame: frame([4, 1]), travels: [travel([4, 1], 0, [0, 4]), travel([4, 1], 1, [1])] },
  ],
};
const opening = baseState(data, 0);
const preset = baseState(data, 1);

test("each moved control of the opening is shown", () => {
  for (let place = 0; place < 5; place++) {
    const state = moveControl(data, opening, 0, place);
    assert.deepEqual([state.frame[PLACES], state.returned], [[place, 0], false]);
  }
});

test("a second moved control returns the first one", () => {
  const state = moveControl(data, moveControl(data, opening, 0, 1), 1, 2);
  assert.deepEqual(state, { base: 0, frame: frame([2, 2]), returned: true });
  assert.equal(moveControl(data, state, 1, 0).returned, false);
});

test("a combination that belongs to another base is shown exactly", () => {
  const state = moveControl(data, moveControl(data, opening, 0, 4), 1, 1);
  assert.deepEqual(state, { base: 1, frame: frame([4, 1]), returned: false });
});

test("from a preset a slider goes to the nearest exported value", () => {
  assert.deepEqual(reachablePlaces(data, preset, 0), [0, 4]);
  assert.deepEqual(moveControl(data, preset, 0, 1), { base: 1, frame: frame([0, 1]), returned: false });
});

test("a control without a travel from the preset moves from the opening", () => {
  assert.deepEqual(reachablePlaces(data, preset, 1), [0, 1, 2]);
  assert.deepEqual(moveControl(data, preset, 1, 2), { base: 0, frame: frame([2, 2]), returned: true });
});

test("the present place can always be stayed at", () => {
  const state = { base: 1, frame: frame([3, 1]), returned: false };
  assert.deepEqual(reachablePlaces(data, state, 0), [0, 3, 4]);
});

test("the preset that is shown is known however it was reached", () => {
  assert.equal(shownPreset(data, opening), -1);
  assert.equal(shownPreset(data, preset), 1);
  assert.equal(shownPreset(data, moveControl(data, moveControl(data, opening, 0, 4), 1, 1)), 1);
  assert.equal(shownPreset(data, moveControl(data, preset, 0, 0)), -1);
});
