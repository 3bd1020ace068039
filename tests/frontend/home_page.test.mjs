// The home page in Lab: a line says where to go on, the map says what is answered, and the challenge keeps its clicks to itself.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument } from "./small_document.mjs";
import { showHome, withProgress } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/home.js";

const CHALLENGE = ["learn", "reset", "next_round", "round", "numbers", "total"].map((name) => [`present.challenge.${name}`, `the ${name}`]);
const HOME = { "present.home.done": "All done.", "present.home.continue": "Go on:", "present.home.count": "{done} of {all}" };
const TEXTS = { ...Object.fromEntries(CHALLENGE), ...HOME };
const QUESTIONS = { "01_scores": ["a", "b"], "02_neuron": ["c", "d"] };
const MAP = "[01 Scores](01_scores.ipynb) [02 Neuron](02_neuron.ipynb) [99 Elsewhere](99_elsewhere.ipynb)";

globalThis.requestAnimationFrame = () => 0;
globalThis.cancelAnimationFrame = () => {};

// The notebook at `path`, whose map has a row for each notebook; `answered` are the ids of the answered questions.
async function home(answered, path = "my/en/00_start_here.ipynb") {
  const link = (text) => ["tr", {}, ["td", {}, ["a", {}, text]]];
  openDocument(["div", { id: "cell" }, ["div", { class: "jp-MarkdownOutput" },
    ["table", {}, link("01 Scores"), link("02 Neuron"), link("99 Elsewhere")]]]);
  const [cell] = globalThis.document.body.children;
  const opened = [];
  const widget = { node: cell, model: { sharedModel: { getSource: () => MAP } } };
  const panel = { isDisposed: false, context: { path }, content: { node: globalThis.document.body, widgets: [widget] } };
  let answers = new Set(answered);
  const refresh = showHome({ panel, texts: TEXTS, questions: QUESTIONS, read: async () => answers, open: (other) => opened.push(other) });
  const settle = () => new Promise(setImmediate);
  await settle();
  const again = async (...more) => {
    answers = new Set(more);
    refresh();
    await settle();
  };
  return { cell, opened, again, line: () => cell.querySelector(".nnlab-home"),
    rows: () => cell.querySelectorAll("td").map((row) => row.textContent) };
}

test("who has answered something is led to where it goes on", async () => {
  const { cell, line, opened } = await home(["a", "b"]);
  assert.equal(line().textContent, "Go on: 02 Neuron → 0 of 2");
  line().querySelector("button").click();
  assert.deepEqual(opened, ["my/en/02_neuron.ipynb"]);
  assert.deepEqual(cell.children.map(({ className }) => className), ["jp-MarkdownOutput", "nnlab-home", "nnlab-challenge"]);
});

test("the map says how much is answered, and anew after more answers", async () => {
  const { rows, line, again } = await home(["a"]);
  assert.deepEqual(rows(), ["01 Scores 1/2", "02 Neuron", "99 Elsewhere"]);
  assert.equal(line().textContent, "Go on: 01 Scores → 1 of 2");
  await again("a", "b", "c");
  assert.deepEqual(rows(), ["01 Scores ✓", "02 Neuron 1/2", "99 Elsewhere"]);
  await again("a", "b", "c", "d");
  assert.deepEqual([rows().slice(0, 2), line().textContent.trim(), line().querySelector("button")],
    [["01 Scores ✓", "02 Neuron ✓"], "All done.", null]);
});

test("a new reader sees the challenge alone, and other notebooks nothing of it", async () => {
  const { line, rows, cell } = await home([]);
  assert.deepEqual([line(), rows()], [null, ["01 Scores", "02 Neuron", "99 Elsewhere"]]);
  assert.equal(cell.querySelectorAll("figure.nnlab-challenge svg").length, 1);
  const other = await home(["a"], "my/en/01_scores.ipynb");
  assert.deepEqual([other.line(), other.cell.querySelector("figure")], [null, null]);
});

test("clicks and keys of the challenge do not reach the cell", async () => {
  const { cell } = await home([]);
  const figure = cell.querySelector("figure");
  const heard = [];
  for (const name of ["mousedown", "dblclick", "contextmenu"]) {
    cell.addEventListener(name, () => heard.push(name));
    figure.querySelector("svg").send(name);
  }
  assert.deepEqual(heard, []);
  assert.equal(figure.getAttribute("data-lm-suppress-shortcuts"), "true");
  assert.ok(figure.querySelectorAll("button").some((button) => button.textContent === "the learn"));
});

test("a notebook without questions has nothing to be done", () => {
  assert.deepEqual(withProgress([{ stem: "03_free", title: "Free" }], QUESTIONS, new Set(["a"])),
    [{ stem: "03_free", title: "Free", done: 0, all: 0 }]);
});
