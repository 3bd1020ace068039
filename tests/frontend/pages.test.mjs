// Slides and pages: which cells make a slide, what of them stays whole, and how large they can be shown.

import assert from "node:assert/strict";
import { test } from "node:test";

import { largestThatFits, replacePages, slidesOf, unitsOf } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/pages.js";

// A cell whose node contains `parts`, such as "img" or "table".
function cell(id, type, text = "", parts = [], properties = {}) {
  const querySelector = (selector) => parts.find((part) => selector.includes(part)) ?? null;
  return { id, type, notes: [], tags: [], node: { innerText: text, querySelector }, ...properties };
}

test("a slide begins at a slide or subslide and belongs to its section", () => {
  const cells = [cell("a", "slide"), cell("b", ""), cell("c", "subslide"), cell("d", "skip"), cell("e", "slide")];
  const slides = slidesOf(cells);
  assert.deepEqual(slides.map((slide) => slide.cells.map((one) => one.id)), [["a", "b"], ["c"], ["e"]]);
  assert.deepEqual(slides.map((slide) => slide.section.id), ["a", "a", "e"]);
});

test("a text after a picture stands beside it, a question or table after it does not", () => {
  const picture = cell("picture", "subslide", "", [".jp-RenderedImage img"], { code: true });
  const ids = (...after) => slidesOf([cell("a", "slide"), picture, ...after]).map((slide) => [slide.cells[0].id, slide.companion?.id]);
  assert.deepEqual(ids(cell("text", "subslide")), [["a", undefined], ["picture", undefined], ["text", "picture"]]);
  const question = cell("question", "", "", [], { code: true, prediction: "id" });
  assert.deepEqual(ids(cell("text", "subslide"), question).slice(2), [["text", "picture"], ["question", undefined]]);
  assert.deepEqual(ids(cell("text", "subslide", "", ["table"])).slice(2), [["text", undefined]]);
  assert.deepEqual(ids(cell("next section", "slide")).slice(2), [["next section", undefined]]);
});

test("cells before the first slide make one", () => {
  assert.deepEqual(slidesOf([cell("a", ""), cell("b", "")]).map((slide) => slide.cells.length), [2]);
  assert.deepEqual(slidesOf([]), []);
});

test("notes belong to the section and are no slide", () => {
  const cells = [cell("early", "notes", "lost"), cell("a", "slide"), cell("n", "notes", " Ask them. ")];
  assert.equal(slidesOf(cells).length, 1);
  assert.deepEqual(cells[1].notes, [{ text: "Ask them." }]);
});

// A node of the given tag; `rows` are the rows of the table in it.
function block(tagName, text = "", children = [], rows = []) {
  const node = { tagName, textContent: text, children };
  node.matches = (selector) => selector.split(", ").includes(tagName.toLowerCase());
  node.querySelectorAll = () => rows;
  node.querySelector = () => null;
  return node;
}

test("paragraphs stay whole, lists and tables may be split", () => {
  const items = [block("LI"), block("LI")];
  const rows = [block("TR"), block("TR"), block("TR")];
  const lists = [block("UL", "", items), block("OL", "", [block("LI")]), block("TABLE", "", [], rows)];
  const blocks = [block("H2", "Title"), block("P", "as follows:"), ...lists];
  const units = unitsOf({ code: false, node: {} }, { text: () => [{ children: blocks }] }, false);
  assert.deepEqual(units.map((unit) => unit.kind), ["text", "text", "item", "item", "text", "item", "item", "item"]);
  assert.deepEqual(units.map((unit) => unit.keepWithNext), [true, true, undefined, undefined, false, undefined, undefined, undefined]);
  assert.deepEqual(units.map((unit) => unit.index), [undefined, undefined, 0, 1, undefined, 0, 1, 2]);
});

test("code is folded unless it is shown or an exercise", () => {
  const [plain, rich] = [block("PRE"), block("DIV")];
  const find = { code: () => [block("DIV")], outputs: () => [plain, rich], rich: (node) => node === rich };
  const kinds = (tags, codeShown) => unitsOf({ code: true, tags, node: {} }, find, codeShown).map((unit) => unit.kind);
  assert.deepEqual(kinds([], false), ["output"]);
  assert.deepEqual(kinds([], true), ["code", "output", "output"]);
  assert.deepEqual(kinds(["exercise"], false), ["code", "output", "output"]);
});

test("the largest size that fits is found and measured last", () => {
  const measured = [];
  const found = largestThatFits(0.5, 2, (zoom) => (measured.push(zoom), zoom / 1.3));
  assert.ok(found <= 1.3 && found > 1.29);
  assert.equal(measured.at(-1), found);
  assert.equal(largestThatFits(0.5, 2, () => 1), 2, "all of it fits");
});

test("a slide that is laid out again keeps the place of the page", () => {
  const pagesOf = (slide, count) => Array.from({ length: count }, (_, part) => ({ slide, part }));
  const pages = [...pagesOf("a", 1), ...pagesOf("b", 3), ...pagesOf("c", 1)];
  const after = (count, index) => {
    const { pages: replaced, index: place } = replacePages(pages, "b", pagesOf("b", count), index);
    return [replaced.map(({ slide }) => slide).join(""), place];
  };
  assert.deepEqual(after(3, 2), ["abbbc", 2]);
  assert.deepEqual(after(5, 1), ["abbbbbc", 1]);
  assert.deepEqual(after(5, 3), ["abbbbbc", 5], "who came from behind is at the slide's end");
  assert.deepEqual(after(1, 2), ["abc", 1]);
  assert.deepEqual(after(0, 2), ["ac", 1], "a slide that shows nothing any more is passed over");
});
