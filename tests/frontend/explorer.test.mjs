// An explorer on a page without a kernel, where its files cannot be loaded.

import assert from "node:assert/strict";
import { test } from "node:test";

import { findFiles, onSight } from "../../tools/templates/explorer.js";

test("what could not be loaded is tried again", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const said = context.mock.method(console, "error", () => {});
  const ours = () => said.mock.calls.filter((call) => !String(call.arguments[0]).includes("ExperimentalWarning")); // of older Node
  globalThis.document = { baseURI: "https://example.org/en/" };
  const asked = context.mock.method(globalThis, "fetch", async () => { throw new TypeError("no network"); });
  const figure = { dataset: { explorer: "frames/one" } };
  const watched = new Set([figure]);
  const observer = { observe: (node) => watched.add(node), unobserve: (node) => watched.delete(node) };
  onSight([{ isIntersecting: true, target: figure }], observer);
  await new Promise(setImmediate);
  assert.equal(asked.mock.callCount(), 2);
  assert.equal(ours().length, 1);
  assert.equal(watched.size, 0);
  context.mock.timers.tick(60_000);
  assert.ok(watched.has(figure));
});

test("a phone loads the pictures made for it, where there are some", () => {
  const asked = [];
  let narrow = true;
  globalThis.matchMedia = (query) => {
    asked.push(query);
    return { matches: narrow };
  };
  const figure = { dataset: { explorer: "frames/one", phone: "frames/phone/one" } };
  assert.equal(findFiles(figure), "frames/phone/one");
  assert.deepEqual(asked, ["(max-width: 40rem)"]);
  assert.equal(findFiles({ dataset: { explorer: "frames/one" } }), "frames/one");
  narrow = false;
  assert.equal(findFiles(figure), "frames/one");
});
