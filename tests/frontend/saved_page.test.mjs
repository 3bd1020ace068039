// An exported page is known by the state of the widgets that it carries.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isSavedPage } from "../../nnlab/engine/frontend/saved_page.js";

const pageWith = (...types) => ({ querySelector: (selector) => types.find((type) => selector === `script[type="${type}"]`) ?? null });

test("a page with the widgets' state was exported", () => {
  assert.equal(isSavedPage(pageWith("text/javascript", "application/vnd.jupyter.widget-state+json")), true);
  assert.equal(isSavedPage(pageWith("text/javascript", "application/vnd.jupyter.widget-view+json")), false);
});
