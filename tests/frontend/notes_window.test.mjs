// The speaker's window: the notes of the slide, the next one, and how the time that has passed compares with the plan.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument, SmallElement, tree } from "./small_document.mjs";
import { notesWindow } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/notes_window.js";

const TEXTS = {
  "present.notes": "Notes", "present.language": "ko", "present.plan": "Plan", "present.minutes": "min", "present.due": "until {time}",
  "present.behind": "{n} behind", "present.ahead": "{n} ahead", "present.on_time": "on time", "present.after": "Next:",
    "present.last": "The last one",
  "present.no_notes": "No notes", "present.note.ask": "Ask", "present.restart_clock": "Restart",
};
const SLIDE = { title: "Sigmoid", notes: [{ kind: "ask", text: "Why?" }, { text: "Wait." }], next: "ReLU", shares: [0.25, 0.5], page: 3, pages: 9 };

// A window of notes for 40 planned minutes, opened `minutes` after the start; `asked` are the keys that reach the slides.
function open(context, { minutes = 40, votes = null, isBlocked = false } = {}) {
  context.mock.timers.enable({ apis: ["Date"], now: 0 });
  openDocument();
  const [asked, intervals] = [[], []];
  const page = { documentElement: {}, head: tree(["head"]), body: tree(["body"]) };
  const opened = { document: page, closed: false, focused: 0, focus: () => (opened.focused += 1), close: () => (opened.closed = true) };
  opened.setInterval = (callback) => intervals.push(callback);
  globalThis.window = { open: () => (isBlocked ? null : opened) };
  const notes = notesWindow({ texts: TEXTS, title: "Lecture", onKey: (event) => asked.push(event.key), minutes, votes });
  const later = (time) => {
    context.mock.timers.setTime(60_000 * time);
    intervals.at(-1)();
  };
  const text = (selector) => page.body.querySelector(selector).textContent;
  return { notes, page, opened, asked, later, text, preview: () => [new SmallElement("h2")] };
}

test("the window shows the notes of the slide, its place and what comes next", (context) => {
  const { notes, page, opened, text, preview } = open(context);
  notes.open();
  notes.show({ ...SLIDE, preview });
  assert.deepEqual([page.title, page.documentElement.lang, opened.focused], ["Notes: Lecture", "ko", 1]);
  assert.deepEqual([text("h1"), text(".place"), text(".after")], ["Sigmoid", "3 / 9", "Next: ReLU"]);
  assert.deepEqual(page.body.querySelectorAll(".notes p").map((part) => part.textContent), ["Ask Why?", "Wait."]);
  assert.equal(page.body.querySelector(".notes b").textContent, "Ask");
  assert.deepEqual(page.body.querySelectorAll(".next h2").length, 1);
  assert.equal(page.body.querySelector(".time").role, "timer");
  notes.show({ ...SLIDE, notes: [], next: null, preview: () => [] });
  assert.deepEqual([text(".notes"), text(".after"), text(".next")], ["No notes", "The last one", ""]);
  assert.equal(page.body.querySelectorAll(".next h2").length, 0);
});

test("a window that is opened later shows the next slide at once", (context) => {
  const { notes, page, opened, preview } = open(context);
  let drawn = 0;
  const counted = () => (drawn += 1, preview());
  notes.show({ ...SLIDE, preview: counted });
  assert.equal(drawn, 0, "nothing is copied for a window that nobody sees");
  notes.open();
  assert.equal(page.body.querySelectorAll(".next h2").length, 1);
  opened.closed = true;
  notes.show({ ...SLIDE, preview: counted });
  assert.equal(drawn, 1);
});

test("the plan says until when the slide should last, and how far off the speaker is", (context) => {
  const { notes, later, text, preview } = open(context);
  notes.show({ ...SLIDE, preview });
  notes.open();
  const says = () => [text(".time"), ...text(".plan").split("min").slice(1).map((part) => part.trim().replaceAll(/\s+/g, " "))];
  later(5);
  assert.deepEqual(says(), ["05:00", "until 20:00 5 ahead"]);
  later(15);
  assert.deepEqual(says(), ["15:00", "until 20:00 on time"]);
  later(20.9);
  assert.deepEqual(says(), ["20:54", "until 20:00 on time"]);
  later(23);
  assert.deepEqual(says(), ["23:00", "until 20:00 3 behind"]);
});

test("only who is behind is marked", (context) => {
  const { notes, page, later, preview } = open(context);
  notes.show({ ...SLIDE, preview });
  notes.open();
  const marked = (time) => (later(time), page.body.querySelector(".behind") !== null);
  assert.deepEqual([5, 15, 23].map(marked), [false, false, true]);
});

test("the planned minutes can be changed, and without them nothing is compared", (context) => {
  const { notes, page, later, text, preview } = open(context);
  notes.show({ ...SLIDE, preview });
  notes.open();
  const planned = page.body.querySelector("input");
  assert.deepEqual([planned.type, planned.value], ["number", 40]);
  later(23);
  planned.value = "80";
  planned.send("input");
  assert.match(text(".plan"), /until 40:00\s+on time/);
  planned.value = "";
  planned.send("input");
  assert.doesNotMatch(text(".plan"), /until|behind|ahead|on time/);
  planned.focus();
  planned.send("change");
  assert.notEqual(globalThis.document.activeElement, planned);
});

test("the clock can be started anew", (context) => {
  const { notes, page, later, text, preview } = open(context);
  notes.show({ ...SLIDE, preview });
  notes.open();
  later(12);
  page.body.querySelector("button").click();
  assert.equal(text(".time"), "00:00");
  later(13.5);
  assert.equal(text(".time"), "01:30");
  assert.equal(page.body.querySelector("button").type, "button");
});

test("keys move the slides, but not while the minutes are typed, except those of a clicker", (context) => {
  const { notes, page, opened, asked } = open(context);
  notes.open();
  const planned = page.body.querySelector("input");
  for (const key of ["ArrowRight", "4"]) opened.onkeydown({ key, target: page.body });
  for (const key of ["4", "PageDown", "PageUp", "Escape", "F5"]) opened.onkeydown({ key, target: planned });
  assert.deepEqual(asked, ["ArrowRight", "4", "PageDown", "PageUp", "Escape", "F5"]);
});

test("the window is opened once, again after it was closed, and closed with the slides", (context) => {
  const { notes, opened } = open(context);
  let count = 0;
  const { open: openWindow } = globalThis.window;
  const names = new Set();
  globalThis.window.open = (address, name) => (names.add(name), count += 1, openWindow());
  notes.close();
  notes.open();
  notes.open();
  assert.deepEqual([count, opened.focused], [1, 2]);
  notes.close();
  assert.equal(opened.closed, true);
  notes.open();
  assert.deepEqual([count, names.size, names.has("")], [2, 1, false]);
});

test("where the browser blocks windows the slides go on", (context) => {
  const { notes, preview } = open(context, { isBlocked: true });
  notes.open();
  notes.show({ ...SLIDE, preview });
  notes.close();
});

test("with votes the window has what the speaker sees of them", (context) => {
  const votes = { notes: tree(["section", { id: "votes" }]), download: tree(["button", { id: "totals" }]) };
  const { notes, page } = open(context, { votes });
  notes.open();
  assert.deepEqual(["#votes", "header #totals"].map((name) => page.body.querySelector(name) !== null), [true, true]);
});
