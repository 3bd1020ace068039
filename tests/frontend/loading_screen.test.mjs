// The loading screen before the first slide: what it shows while Lab lays out the slides, and why there can be none.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fakeDocument } from "./fake_document.mjs";
import { loadingScreen } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/loading_screen.js";

const texts = new Proxy({}, { get: (_, name) => name });
globalThis.window = { innerWidth: 1280, innerHeight: 720 };

function screenWithText() {
  const screen = loadingScreen({ texts, title: "A title", onLeave: () => {} });
  const text = Object.assign(fakeDocument.createElement("p"), { textContent: "The goals" });
  return { screen, text };
}

test("the first slide's text takes the place of the title", () => {
  const { screen, text } = screenWithText();
  screen.showFirst(text);
  assert.match(screen.node.text, /^The goals/);
});

test("a text that comes late does not hide a failure", () => {
  const { screen, text } = screenWithText();
  screen.showFailure("It failed");
  screen.showFirst(text);
  assert.match(screen.node.text, /^A titlepresent.failed/);
  assert.match(screen.node.text, /It failed/);
});
