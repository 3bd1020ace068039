// The theme of the page, as each of the programs that show notebooks tells it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { watchTheme } from "../../nnlab/engine/frontend/theme.js";

const observers = [];
globalThis.MutationObserver = class {
  constructor(callback) {
    this.callback = callback;
    observers.push(this);
  }
  observe(element, options) {
    (this.watched ??= []).push([element, options]);
  }
  disconnect() {
    this.stopped = true;
  }
};

function page({ lab, body = [], root = null } = {}) {
  return {
    body: { dataset: { jpThemeLight: lab }, classList: { contains: (name) => body.includes(name) } },
    documentElement: { getAttribute: (name) => (name === "theme" ? root : null) },
  };
}

function themeOf(document) {
  let seen;
  watchTheme(document, (theme) => { seen = theme; })();
  return seen;
}

test("each program says in its own way that it is dark", () => {
  assert.equal(themeOf(page()), "light");
  assert.equal(themeOf(page({ lab: "true" })), "light");
  assert.equal(themeOf(page({ lab: "false" })), "dark");
  assert.equal(themeOf(page({ body: ["vscode-dark"] })), "dark");
  assert.equal(themeOf(page({ body: ["vscode-light"] })), "light");
  assert.equal(themeOf(page({ root: "dark" })), "dark");
});

test("a change of the theme is told until the end", () => {
  const document = page({ lab: "true" });
  const told = [];
  const stop = watchTheme(document, (theme) => told.push(theme));
  document.body.dataset.jpThemeLight = "false";
  observers.at(-1).callback();
  assert.deepEqual(told, ["light", "dark"]);
  stop();
  assert.ok(observers.at(-1).stopped);
});

test("all places where a program tells its theme are watched", () => {
  const document = page();
  watchTheme(document, () => {});
  const { watched } = observers.at(-1);
  assert.deepEqual(watched.map(([element]) => element), [document.body, document.documentElement]);
  for (const [, { attributes, attributeFilter }] of watched) assert.deepEqual([attributes, attributeFilter],
    [true, ["data-jp-theme-light", "class", "theme"]]);
});
