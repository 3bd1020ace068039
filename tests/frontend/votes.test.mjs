// Votes on a slide: the bars of the histogram, the question that is sent, and what the keys do.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fakeDocument } from "./fake_document.mjs";
import { barsOf, favorite, nextAction, textsOf, voteAccess } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/votes.js";
import { commandOf } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/keys.js";
import { keyList } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/panels.js";

test("each choice has a bar for each vote", () => {
  assert.deepEqual(barsOf([[3, 1]]), [[{ count: 3, share: 0.75 }], [{ count: 1, share: 0.25 }]]);
  assert.deepEqual(barsOf([[1, 0], [1, 3]])[1], [{ count: 0, share: 0 }, { count: 3, share: 0.75 }]);
  assert.deepEqual(barsOf([[0, 0]]), [[{ count: 0, share: 0 }], [{ count: 0, share: 0 }]]);
});

test("the favorite is the choice with the most votes, the first of equals", () => {
  assert.equal(favorite([1, 5, 2]), 1);
  assert.equal(favorite([2, 5, 5]), 1);
});

test("one key opens, closes and votes again", () => {
  assert.deepEqual(["waiting", "open", "closed", "shown"].map(nextAction), ["open", "close", "open", "again"]);
  assert.deepEqual(["v", "g", "l"].map((key) => commandOf({ key }, "")), [["vote"], ["histogram"], ["explain"]]);
  assert.equal(commandOf({ key: "v" }, "text"), null);
});

test("the question is read without its heading and its marks", () => {
  const node = (tag, textContent, ...children) => Object.assign(fakeDocument.createElement(tag), { textContent, children });
  const label = (text) => Object.assign(node("label", ""), { childNodes: [{}, { textContent: ` ${text} ` }, {}] });
  const legend = node("legend", "Predict How large? ", node("b", "Predict"));
  assert.deepEqual(textsOf(node("fieldset", "", legend, label("one"), label("−2"))), ["How large?", "one", "−2"]);
});

test("the keys of votes are listed where there are votes", () => {
  const texts = new Proxy({}, { get: (_, name) => name });
  const rows = (canVote) => keyList({ texts, canLeave: true, canVote }).node.all("tr").length;
  assert.equal(rows(true), rows(false) + 3);
});

function inPage(config, pathname) {
  fakeDocument.getElementById = () => ({ textContent: JSON.stringify(config) });
  globalThis.document = fakeDocument;
  globalThis.window = { location: { pathname, origin: "https://hub.example" } };
}

test("on a hub the address of the slides asks for votes, which the page's own token controls", () => {
  const hub = { hubPrefix: "/course/hub/", token: "own" };
  const place = "/course/user/lecturer/lab/workspaces/nnlab-present-ko-05";
  inPage(hub, `${place}-class/tree/ko/05_sigmoid.ipynb`);
  const control = "https://hub.example/course/services/votes/control";
  assert.deepEqual(voteAccess(), { control, secret: "own", onHub: true });
  inPage(hub, `${place}/tree/ko/05_sigmoid.ipynb`);
  assert.equal(voteAccess(), null);
  inPage({ token: "own" }, `${place}-class/tree/ko/05_sigmoid.ipynb`);
  assert.equal(voteAccess(), null);
  inPage({ nnlabVotesControl: "http://127.0.0.1:9", nnlabVotesSecret: "s", token: "own" }, "/lab/workspaces/nnlab-present-ko-05/tree/ko/05.ipynb");
  assert.deepEqual(voteAccess(), { control: "http://127.0.0.1:9", secret: "s", onHub: false });
});
