// What the audience and the speaker see of the votes of a class, phase by phase, and what the server is asked for.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument, tree } from "./small_document.mjs";
import { classVotes } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/votes.js";

const TEXTS = {
  "present.language": "en", "present.vote.count": "{n} votes", "present.vote.round": "Round {n}", "present.vote.unreachable": "No way to {address}",
  "present.vote.advice.discuss": "{share} are right: discuss", "present.vote.totals": "Totals",
};
const texts = new Proxy(TEXTS, { get: (known, name) => known[name] ?? name.replace("present.vote.", "") });

function prediction(id) {
  const label = (text) => ["label", {}, ["input"], ` ${text} `, ["em"]];
  const fieldset = ["fieldset", { class: "nnlab-prediction" }, ["legend", {}, ["b", {}, "Predict"], ` ${id}?`], label("one"), label("two"),
    ["button"]];
  return { prediction: id, node: tree(["div", {}, fieldset]) };
}

// A presentation on whose slide is the question "first"; `vote` is what the server says of it.
async function lecture({ vote = {}, server = {}, access = {} } = {}) {
  openDocument();
  const given = { phase: "waiting", counts: [], right: 1, shares: [], suggestion: null, ...vote };
  const requests = [];
  globalThis.fetch = async (url, options) => {
    const body = options.body && JSON.parse(options.body);
    requests.push({ url, ...options, body });
    if (url.includes("totals.csv")) return { ok: true, blob: async () => "the totals" };
    return { ok: true, json: async () => ({ address: "hub.org/a/b", code: null, reachable: true, vote: { id: "first", ...given }, ...server }) };
  };
  let tick = null;
  const { setInterval } = globalThis;
  globalThis.setInterval = (callback) => (tick = callback);
  const votes = classVotes({ texts, access: { control: "http://here/control", secret: "s3", onHub: false, ...access } });
  globalThis.setInterval = setInterval;
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
  const cell = prediction("first");
  votes.show(cell);
  await settle();
  const change = async (newVote) => {
    Object.assign(given, newVote);
    tick();
    await settle();
  };
  return { votes, cell, requests, settle, change, text: (selector) => votes.node.querySelector(selector)?.textContent ?? null };
}

const rowsOf = (node) => node.querySelectorAll("tr").map((row) => [row.querySelector("th").textContent, ...row.querySelectorAll("div").map((bar) => [
  bar.querySelector("i").style.width, bar.querySelector("span").textContent])]);

test("before the vote the slide says where to take part", async () => {
  const { votes, text } = await lecture({ server: { code: ["10", "01"] } });
  assert.equal(votes.node.hidden, false);
  assert.equal(text("strong"), "hub.org/a/b");
  assert.equal(votes.node.querySelectorAll("wbr").length, 2);
  assert.deepEqual([text("[role=status]"), text("output"), text("table")], ["waiting", null, null]);
  const svg = votes.node.querySelector("svg");
  assert.deepEqual(["viewBox", "role", "aria-label"].map((name) => svg.getAttribute(name)), ["0 0 10 10", "img", "hub.org/a/b"]);
  assert.equal(svg.querySelector("path").getAttribute("d"), "M4 4h1v1h-1zM5 5h1v1h-1z");
});

test("while the vote is open the slide counts the votes of this round, without the answers", async () => {
  const { votes } = await lecture({ vote: { phase: "open", counts: [[1, 1], [3, 4]], shares: [0.5] } });
  assert.equal(votes.node.textContent, "hub.org/a/bopen7 votes");
  assert.deepEqual(votes.node.children.map(({ tagName }) => tagName), ["STRONG", "P", "OUTPUT"]);
  assert.deepEqual(rowsOf(votes.notes).map(([name]) => name), ["A", "B✓"]);
});

test("what is on the slide stays while nothing changes", async () => {
  const { votes, change } = await lecture({ vote: { phase: "open", counts: [[1, 1]] } });
  const before = votes.node.children;
  await change({});
  assert.ok(votes.node.children.every((part, i) => part === before[i]));
  await change({ counts: [[1, 2]] });
  assert.notEqual(votes.node.firstElementChild, before[0]);
});

test("the histogram shows the share of each choice and keeps the right one secret", async () => {
  const { votes, text } = await lecture({ vote: { phase: "shown", counts: [[3, 1]] } });
  assert.deepEqual(rowsOf(votes.node), [["A", ["75%", "3 (75%)"]], ["B", ["25%", "1 (25%)"]]]);
  assert.deepEqual([text("caption"), text("strong"), text("output")], ["histogram", null, null]);
});

test("two rounds stand below each other", async () => {
  const { votes } = await lecture({ vote: { phase: "shown", counts: [[3, 1], [0, 4]] } });
  assert.deepEqual(rowsOf(votes.node), [
    ["A", ["75%", "Round 1 3 (75%)"], ["0%", "Round 2 0 (0%)"]], ["B", ["25%", "Round 1 1 (25%)"], ["100%", "Round 2 4 (100%)"]],
  ]);
});

test("once it is explained the choices carry their shares, and the votes take no room", async () => {
  const { votes, cell, change } = await lecture({ vote: { phase: "shown", counts: [[3, 1], [1, 3]] } });
  const shares = () => cell.node.querySelectorAll("label").map((label) => label.dataset.votes);
  let changes = 0;
  votes.onRoom = () => (changes += 1);
  assert.deepEqual([shares(), votes.takesRoom], [[undefined, undefined], true]);
  await change({ phase: "explained" });
  assert.deepEqual(shares(), ["75% → 25%", "25% → 75%"]);
  assert.deepEqual([votes.node.hidden, votes.takesRoom, changes], [true, false, 1]);
  assert.deepEqual(rowsOf(votes.node).map(([name]) => name), ["A", "B✓"]);
  await change({ phase: "shown" });
  assert.deepEqual([shares(), votes.node.hidden, votes.takesRoom, changes], [[undefined, undefined], false, true, 2]);
});

test("the speaker sees what comes next, and what the shares advise", async () => {
  const { votes, change } = await lecture({ vote: { phase: "closed", counts: [[3, 1]], shares: [0.25], suggestion: "discuss" } });
  const says = () => votes.notes.childNodes.filter(({ tagName }) => tagName !== "TABLE").map((part) => part.textContent);
  assert.deepEqual(says(), ["closed", "25% are right: discuss", "do.closed"]);
  await change({ phase: "shown", shares: [] });
  assert.deepEqual(says(), ["shown", "do.shown"]);
  await change({ phase: "shown", counts: [[3, 1], [1, 3]] });
  assert.deepEqual(says(), ["shown", "do.shown_again"]);
  votes.show(null);
  assert.deepEqual([says(), votes.node.hidden], [[], true]);
});

test("phones that cannot reach the server are spoken of to both", async () => {
  const { votes, text } = await lecture({ server: { reachable: false } });
  assert.equal(text("p + p"), "No way to hub.org/a/b");
  assert.equal(votes.notes.lastElementChild.textContent, "No way to hub.org/a/b");
});

test("the server is told of the question and the keys, with the secret", async () => {
  const { votes, requests, settle, change } = await lecture();
  const [first] = requests;
  assert.deepEqual([first.url, first.method, first.headers.Authorization], ["http://here/control/slide?lang=en", "POST", "Bearer s3"]);
  assert.deepEqual(first.body, { question: { id: "first", language: "en", texts: ["first?", "one", "two"] } });
  for (const phase of ["waiting", "open", "shown"]) {
    await change({ phase, counts: [[1, 1]] });
    votes.commands.vote();
    await settle();
  }
  votes.commands.histogram();
  await settle();
  const actions = requests.filter(({ url }) => url.includes("/action"));
  assert.deepEqual(actions.map(({ body }) => body.action), ["open", "close", "again", "show"]);
  assert.deepEqual([...new Set(requests.filter(({ url }) => url.includes("/state")).map(({ method }) => method))], ["GET"]);
  votes.node.remove = () => {};
  votes.close();
  await settle();
  assert.deepEqual([requests.at(-1).url, requests.at(-1).body], ["http://here/control/slide?lang=en", { question: null }]);
});

test("with nothing to vote on, keys ask for nothing", async () => {
  const { votes, requests, settle } = await lecture();
  votes.show(null);
  await settle();
  const before = requests.length;
  for (const command of Object.values(votes.commands)) await command();
  await settle();
  assert.equal(requests.length, before);
});

test("explaining without a vote locks in what the speaker has chosen", async () => {
  const { votes, cell, change } = await lecture();
  const [first, second] = cell.node.querySelectorAll("input");
  second.checked = true;
  let locked = 0;
  cell.node.querySelector("button").onclick = () => (locked += 1);
  await change({ phase: "explained", counts: [[0, 0]] });
  await votes.commands.explain();
  assert.deepEqual([locked, first.checked, second.checked], [1, undefined, true]);
});

test("a server on this computer that is away is spoken of as such", async () => {
  const { text, change } = await lecture();
  globalThis.fetch = async () => { throw new TypeError("no network"); };
  await change({});
  assert.equal(text("[role=alert]"), "lost");
});

test("the totals are saved as a file", async () => {
  const { votes, requests, settle, change } = await lecture();
  await change({});
  const links = [];
  const { createElement } = globalThis.document;
  globalThis.document.createElement = (tag) => {
    const node = createElement(tag);
    if (tag === "a") node.onclick = () => links.push([node.href, node.download]);
    return node;
  };
  URL.createObjectURL = (blob) => `blob:${blob}`;
  URL.revokeObjectURL = () => {};
  assert.deepEqual([votes.download.textContent, votes.download.type], ["Totals", "button"]);
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (callback, ms) => setTimeout(callback, Math.min(ms, 1));
  await votes.download.onclick();
  globalThis.setTimeout = setTimeout;
  await settle();
  assert.deepEqual(links, [["blob:the totals", "votes.csv"]]);
  assert.equal(requests.at(-1).url, "http://here/control/totals.csv?lang=en");
});
