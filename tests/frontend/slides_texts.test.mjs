// What slides make of texts: sentences on lines of their own, and the time that a lecture should have taken so far.

import assert from "node:assert/strict";
import { test } from "node:test";

import { minutesBehind } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/notes_window.js";
import { sharesBefore, statedMinutes, takesLong } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/schedule.js";
import { sentenceEnds } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/sentences.js";

const pieces = (text) => [0, ...sentenceEnds(text)].map((start, i, all) => text.slice(start, all[i + 1]).trim());

test("a sentence ends at its full stop, not within a number or a name", () => {
  assert.deepEqual(pieces("The slope is 0.25. Is it small? (It is.) Yes"), ["The slope is 0.25.", "Is it small?", "(It is.)", "Yes"]);
  assert.deepEqual(pieces("See He et al. (2015), e.g. Fig. 2, ReLU vs. tanh."), ["See He et al. (2015), e.g. Fig. 2, ReLU vs. tanh."]);
  assert.deepEqual(pieces("기울기는 0.25입니다. 작습니다."), ["기울기는 0.25입니다.", "작습니다."]);
});

test("the minutes of a notebook are read in both languages", () => {
  assert.deepEqual(["Slides: two. Time: 70 minutes. Goals", "소요 시간: 70분. 목표", "no time"].map(statedMinutes), [70, 70, 0]);
});

test("a page with something to do takes twice the time of one to read", () => {
  const shares = sharesBefore([{}, { busy: true }, {}], (page) => Boolean(page.busy));
  assert.deepEqual(shares, [0, 0.25, 0.75]);
});

test("who is on a slide at its time is neither behind nor ahead", () => {
  assert.deepEqual([60, 119, 199, 240, 420].map((elapsed) => minutesBehind(elapsed, 120, 180)), [-1, 0, 0, 1, 4]);
});

test("outputs and exercises take long, text and code do not", () => {
  const unit = (code, kind, ...tags) => ({ kind, cell: { code, tags } });
  const pages = [[unit(false, "text")], [unit(true, "code")], [unit(false, "text"), unit(true, "output")], [unit(false, "item", "exercise")]];
  assert.deepEqual(pages.map((units) => takesLong({ units })), [false, false, true, true]);
});
