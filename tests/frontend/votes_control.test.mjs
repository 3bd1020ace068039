// The presenter and its server: what the slide says when the server is slow, away, started anew, or used by another presentation.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fakeDocument } from "./fake_document.mjs";
import { classVotes } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/votes.js";

const NAMES = new Proxy({}, { get: (_, name) => name });

function cell(prediction) {
  const node = (tag, textContent, ...children) => Object.assign(fakeDocument.createElement(tag), { textContent, children, dataset: {} });
  const label = Object.assign(node("label", ""), { childNodes: [{}, { textContent: "one" }] });
  const place = node("fieldset", "", node("legend", `Predict ${prediction}?`, node("b", "Predict")), label);
  return { prediction, node: { querySelector: () => place } };
}

// A presenter, and a server that remembers what it is told; `poll` is what happens each second.
function lecture() {
  globalThis.document = fakeDocument;
  const server = { question: null, counts: {}, phase: "open", refusal: null, isAway: false, mayAnswer: null, asked: [] };
  globalThis.fetch = async (url, { body }) => {
    if (server.isAway) throw new TypeError("no network");
    const path = url.match(/control\/(\w+)/)[1];
    server.asked.push(path);
    await server.mayAnswer;
    if (server.refusal) return { ok: false, json: async () => ({ message: server.refusal }) };
    const sent = body && JSON.parse(body);
    if (path === "slide") server.question = sent.question?.id ?? null;
    const counts = server.counts[server.question] ?? [];
    const vote = server.question && { id: server.question, phase: counts.length > 0 ? server.phase : "waiting", counts, right: 0, shares: [] };
    return { ok: true, json: async () => ({ address: "hub/votes", code: null, reachable: true, vote }) };
  };
  let tick = null;
  const { setInterval } = globalThis;
  globalThis.setInterval = (callback) => (tick = callback);
  const votes = classVotes({ texts: NAMES, access: { control: "http://127.0.0.1/control", secret: "s", onHub: true } });
  globalThis.setInterval = setInterval;
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
  const poll = async () => {
    tick();
    await settle();
  };
  const says = (role) => votes.node.all("p").find((part) => part.role === role)?.children[0] ?? "";
  return { votes, server, poll, settle, says };
}

test("a server that was started anew is told of the slide, and the slide says that the votes are gone", async () => {
  const { votes, server, poll, settle, says } = lecture();
  votes.show(cell("first"));
  await settle();
  server.counts.first = [[3]];
  await poll();
  assert.deepEqual([says("alert"), says("status")], ["", "present.vote.open"]);
  server.isAway = true;
  await poll();
  assert.equal(says("alert"), "present.vote.lost_on_hub");
  Object.assign(server, { isAway: false, question: null, counts: {} });
  await poll();
  assert.equal(server.question, "first");
  assert.deepEqual([says("alert"), says("status")], ["present.vote.restarted", "present.vote.waiting"]);
});

test("a server that was away for a moment has kept the votes", async () => {
  const { votes, server, poll, settle, says } = lecture();
  votes.show(cell("first"));
  await settle();
  server.counts.first = [[3]];
  await poll();
  server.isAway = true;
  await poll();
  server.isAway = false;
  await poll();
  assert.deepEqual([says("alert"), says("status")], ["", "present.vote.open"]);
});

test("a slide that was reached without a network is told as soon as there is one", async () => {
  const { votes, server, poll, settle, says } = lecture();
  votes.show(cell("first"));
  await settle();
  server.counts.first = [[3]];
  server.isAway = true;
  votes.show(cell("second"));
  await settle();
  server.isAway = false;
  await poll();
  assert.equal(server.question, "second");
  assert.deepEqual([says("alert"), says("status")], ["", "present.vote.waiting"]);
});

test("another presentation is named, and its vote is left alone", async () => {
  const { votes, server, poll, settle, says } = lecture();
  votes.show(cell("first"));
  await settle();
  server.question = "other";
  await poll();
  assert.deepEqual([says("alert"), says("status")], ["present.vote.taken_over", ""]);
  votes.commands.vote();
  await settle();
  assert.ok(!server.asked.includes("action"));
  votes.show(null);
  votes.show(cell("first"));
  await settle();
  assert.equal(says("alert"), "");
  votes.commands.vote();
  await settle();
  assert.ok(server.asked.includes("action"));
});

// The first question is explained, with one vote for its only choice.
async function explained() {
  const found = lecture();
  found.votes.show(cell("first"));
  await found.settle();
  Object.assign(found.server, { counts: { first: [[1]] }, phase: "explained" });
  await found.poll();
  assert.equal(found.votes.takesRoom, false);
  return found;
}

test("an answer that comes when the slides are closed lays nothing out again", async () => {
  const { votes, settle } = await explained();
  let calls = 0;
  votes.onRoom = () => (calls += 1);
  votes.node.remove = () => {};
  votes.close();
  await settle();
  assert.equal(calls, 0);
});

test("the next question does not show the votes of the one before", async () => {
  const { votes, server, settle, says } = lecture();
  votes.show(cell("first"));
  await settle();
  assert.equal(says("status"), "present.vote.waiting");
  let answer;
  server.mayAnswer = new Promise((resolve) => (answer = resolve));
  votes.show(cell("second"));
  assert.equal(says("status"), "");
  votes.show(null);
  assert.ok(votes.node.hidden);
  answer();
  await settle();
});

test("after an explained question the next one has room for its votes at once", async () => {
  const { votes } = await explained();
  votes.show(cell("second"));
  assert.equal(votes.takesRoom, true);
});

test("an explanation that comes after a change of slide locks in nothing there", async () => {
  const { votes, server, settle } = lecture();
  votes.show(cell("first"));
  await settle();
  const [second, clicked] = [cell("second"), []];
  second.node.querySelector().querySelector = () => ({ click: () => clicked.push("second") });
  Object.assign(server, { counts: { first: [[1]] }, phase: "explained" });
  for (const next of [second, null]) {
    const done = votes.commands.explain();
    votes.show(next);
    await done;
    await settle();
    votes.show(cell("first"));
    await settle();
  }
  assert.deepEqual(clicked, []);
});

test("a refused poll is said, until a poll is answered again", async () => {
  const { votes, server, poll, settle, says } = lecture();
  votes.show(cell("first"));
  await settle();
  server.refusal = "no login";
  await poll();
  assert.equal(says("alert"), "no login");
  server.refusal = null;
  await poll();
  assert.equal(says("alert"), "");
});

test("totals that cannot be had are not saved", async () => {
  const { votes, server, poll, settle, says } = lecture();
  votes.show(cell("first"));
  await settle();
  await poll();
  for (const trouble of [{ refusal: "no login" }, { refusal: null, isAway: true }]) {
    Object.assign(server, trouble);
    await votes.download.onclick();
    assert.equal(says("alert"), "present.vote.lost_on_hub");
  }
});

test("while the server is silent, polls do not pile up", async () => {
  const { votes, server, poll, settle } = lecture();
  votes.show(cell("first"));
  await settle();
  let answer;
  server.mayAnswer = new Promise((resolve) => (answer = resolve));
  for (let second = 0; second < 5; second += 1) await poll();
  votes.commands.vote();
  answer();
  await settle();
  assert.deepEqual(server.asked.slice(1), ["state", "action"]);
});

test("the answer that is locked in is the favorite of the last vote", async () => {
  const { votes, server, settle } = lecture();
  const shown = cell("first");
  const place = shown.node.querySelector();
  const inputs = ["before", "after"].map((name) => Object.assign(fakeDocument.createElement("input"), { name, checked: false }));
  let locked = null;
  place.children.push(...inputs);
  place.querySelector = () => ({ click: () => (locked = inputs.filter((input) => input.checked).map((input) => input.name)) });
  place.querySelectorAll("label")[0].querySelectorAll = () => [];
  votes.show(shown);
  await settle();
  Object.assign(server, { counts: { first: [[4, 1], [1, 4]] }, phase: "explained" });
  await votes.commands.explain();
  assert.deepEqual(locked, ["after"]);
});
