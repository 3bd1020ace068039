// The phone's page in use: it shows what the server sends, keeps what was chosen, sends the vote, and comes back after a lost connection.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { openDocument } from "./small_document.mjs";

const FORM = { action: "vote", question: "q1", round: "2", send: "Send" };
const CHOICES = [{ letter: "A", text: "one" }, { letter: "B", text: "two" }];
const VIEW = { tag: "1", heading: "How many?", news: "Choose one", form: FORM, choices: CHOICES };

openDocument(["main", { "data-tag": "0" }], ["p", { id: "lost" }], ["p", { id: "news" }]);
const [main, lost, news] = ["main", "#lost", "#news"].map((name) => globalThis.document.querySelector(name));
lost.hidden = true;
const [listeners, asked, timers] = [{}, [], new Set()];
let reloads = 0;
globalThis.document.addEventListener = (type, listener) => (listeners[type] = listener);
globalThis.window = { location: { reload: () => (reloads += 1) } };
globalThis.FormData = class {
  constructor(form) {
    const inputs = form.querySelectorAll("input").filter(({ type, checked }) => type !== "radio" || checked);
    this.pairs = inputs.map(({ name, value }) => [name, value]);
  }

  [Symbol.iterator]() {
    return this.pairs[Symbol.iterator]();
  }
};
const { setTimeout: wait, clearTimeout: stopWaiting } = globalThis;
// Pauses before it asks again pass at once; the long wait for news passes when a test says so.
globalThis.setTimeout = (callback, ms) => {
  if (ms < 10_000) return wait(callback, 0);
  timers.add(callback);
  return callback;
};
globalThis.clearTimeout = (timer) => timers.delete(timer) || (typeof timer === "function" ? undefined : stopWaiting(timer));
globalThis.fetch = (url, options) => new Promise((resolve, reject) => {
  asked.push({ url, options, resolve, reject });
  options.signal.addEventListener("abort", () => reject(options.signal.reason));
});
AbortSignal.timeout = () => new AbortController().signal;
const settle = async () => {
  for (let i = 0; i < 20; i += 1) await new Promise((resolve) => wait(resolve, 0));
};
const answered = (view, status = 200) => ({ ok: status < 400, status, json: async () => view });
const newest = (path) => asked.findLast(({ url }) => url.startsWith(path));
async function hear(view, status) {
  newest("state").resolve(answered(view, status));
  await settle();
}
const submit = async () => {
  listeners.submit({ target: main.querySelector("form"), preventDefault() {} });
  await settle();
};
await import("../../nnlab/votes/page.js");
await settle();

afterEach(async () => {
  await hear(VIEW); // the next test begins with this question
  globalThis.document.body.focus();
});

test("a question is a form with its choices, and the news are read out", async () => {
  await hear({ ...VIEW, tag: "5" });
  assert.equal(main.querySelector("h1").textContent, "How many?");
  assert.deepEqual(main.querySelectorAll("label").map((label) => label.textContent), ["A one", "B two"]);
  assert.deepEqual(main.querySelectorAll("[class=note]").map((node) => [node.tagName, node.textContent]), [["LEGEND", "Choose one"]]);
  const inputs = main.querySelectorAll("input").map(({ type, name, value, required }) => [type, name, value, required]);
  assert.deepEqual(inputs, [
    ["radio", "choice", 0, true], ["radio", "choice", 1, true], ["hidden", "question", "q1", undefined], ["hidden", "round", "2", undefined],
  ]);
  const form = main.querySelector("form");
  assert.deepEqual([form.method, form.action, form.querySelector("button").textContent, news.textContent], ["post", "vote", "Send", "Choose one"]);
});

test("after the vote the choices are a list, with the own one marked", async () => {
  const choices = [CHOICES[0], { ...CHOICES[1], own: true, marks: "right" }];
  await hear({ ...VIEW, tag: "6", form: null, choices, news: "Voted" });
  assert.equal(main.querySelector("form"), null);
  assert.deepEqual(main.querySelectorAll("li").map((item) => [item.className, item.textContent]), [["", "A one"], ["own", "B two (right)"]]);
  assert.deepEqual(main.querySelectorAll("p").map((node) => [node.className, node.textContent]), [["note", "Voted"]]);
  await hear({ tag: "7", heading: "Wait", news: "Nothing yet", form: null, choices: [] });
  assert.equal(main.textContent, "Wait");
});

test("what was chosen stays chosen while the question is the same", async () => {
  const [radio] = main.querySelectorAll("input");
  await hear({ ...VIEW, news: "Choose now" });
  assert.equal(main.querySelector("input"), radio);
  await hear({ ...VIEW, tag: "8" });
  assert.notEqual(main.querySelector("input"), radio);
  const [other] = main.querySelectorAll("input");
  await hear({ ...VIEW, tag: "8", form: null });
  assert.equal(main.querySelector("form"), null);
  assert.ok(other);
});

test("an error is said above the form", async () => {
  await hear({ ...VIEW, error: "Too late" });
  const error = main.querySelector("[role=alert]");
  assert.deepEqual([error.textContent, error.className, news.textContent], ["Too late", "error", "Too late"]);
  assert.equal(main.querySelectorAll("label").length, 2);
});

test("who reads with the keyboard is led to the new question, others are left alone", async () => {
  await hear({ ...VIEW, tag: "9" });
  assert.equal(globalThis.document.activeElement, globalThis.document.body);
  main.querySelector("button").focus();
  await hear({ ...VIEW, tag: "10" });
  const heading = main.querySelector("h1");
  assert.deepEqual([globalThis.document.activeElement, heading.tabIndex], [heading, -1]);
});

test("a vote is sent with its question, and the answer is shown", async () => {
  main.querySelectorAll("input")[1].checked = true;
  main.querySelector("form").setAttribute("action", "vote?lang=en");
  await submit();
  const { url, options, resolve } = newest("vote");
  assert.deepEqual([url, options.method, String(options.body), options.headers.Accept],
    ["vote?lang=en", "POST", "choice=1&question=q1&round=2", "application/json"]);
  resolve(answered({ ...VIEW, tag: "11", form: null, news: "Thank you" }));
  await settle();
  assert.equal(main.querySelector("form"), null);
});

test("a vote is sent once at a time, again where it was lost, and not for ever", async () => {
  const count = () => asked.filter(({ url }) => url === "vote").length;
  main.querySelector("form").setAttribute("action", "vote");
  const before = count();
  await submit();
  await submit();
  assert.equal(count() - before, 1);
  for (let attempt = 0; attempt < 10; attempt += 1) {
    newest("vote").reject(new TypeError("no network"));
    await settle();
  }
  assert.deepEqual([count() - before, lost.hidden], [5, false]);
  await submit();
  assert.equal(count() - before, 6);
  newest("vote").resolve(answered({ ...VIEW, tag: "12" }));
  await settle();
  assert.equal(lost.hidden, true);
});

test("it asks for news of what it has not seen, again and again", async () => {
  await hear({ ...VIEW, tag: "a b" });
  assert.equal(newest("state").url, "state?lang=en&seen=a%20b");
  assert.equal(newest("state").options.cache, "no-store");
  const before = asked.length;
  await hear(null, 204);
  assert.deepEqual([asked.length - before, main.dataset.tag], [1, "a b"]);
  await hear({ ...VIEW, tag: "13" }, 500);
  assert.equal(asked.length - before, 2);
});

test("a server that was started anew makes the phone begin anew", async () => {
  const shown = main.textContent;
  await hear({ new_page: true });
  assert.deepEqual([reloads, main.textContent], [1, shown]);
});

test("a lost connection is said until there is one again", async () => {
  newest("state").reject(new TypeError("no network"));
  await settle();
  assert.equal(lost.hidden, false);
  await hear(VIEW);
  assert.equal(lost.hidden, true);
});

test("a server that stays silent counts as lost, and is asked again", async () => {
  const before = asked.length;
  for (const timer of timers) timer();
  await settle();
  assert.deepEqual([lost.hidden, asked.length - before], [false, 1]);
});

test("a phone that wakes up asks again at once, one that falls asleep does not", async () => {
  const before = asked.length;
  globalThis.document.hidden = true;
  listeners.visibilitychange();
  await settle();
  assert.equal(asked.length - before, 0);
  globalThis.document.hidden = false;
  listeners.visibilitychange();
  await settle();
  assert.deepEqual([asked.length - before, lost.hidden], [1, true]);
});

