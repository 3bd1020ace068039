// The phone's page: what it asks the server after the connection was lost.

import assert from "node:assert/strict";
import { test } from "node:test";

test("after a lost connection the server is asked for an answer at once", async () => {
  const main = { dataset: { tag: "7" }, querySelector: () => null };
  const parts = { lost: { hidden: true }, news: {} };
  const find = { querySelector: () => main, getElementById: (id) => parts[id], addEventListener() {} };
  globalThis.document = { ...find, documentElement: { lang: "en" } };
  const later = globalThis.setTimeout;
  globalThis.setTimeout = (callback, ms) => later(callback, ms < 10_000 ? 1 : ms).unref(); // the pause before it asks again is short
  const asked = [];
  const answers = [() => { throw new TypeError("no network"); }, () => ({ status: 204, ok: true }), () => new Promise(() => {})];
  globalThis.fetch = async (url) => answers[asked.push({ url, isLost: !parts.lost.hidden }) - 1]();
  await import("../../nnlab/votes/page.js");
  for (let i = 0; i < 200 && asked.length < 3; i += 1) await new Promise((resolve) => later(resolve, 10));
  const seen = asked.map(({ url, isLost }) => [new URL(url, "http://phones").searchParams.get("seen"), isLost]);
  assert.deepEqual(seen, [["7", false], ["", true], ["7", false]]);
});
