// How large a page of slides is shown: in a page of stacked blocks, whose heights grow with the zoom, everything fits and is as large as can be.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument } from "./small_document.mjs";
import { fit, isExercise, paginate, replacePages, requestResolution,
  reveal } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/pages.js";

const ROOM = { left: 48, top: 24, width: 1184, height: 644 };
const HIDDEN = ".nnlab-hidden";

// A view of these cells. A block with `data-height` is so many pixels tall at zoom 1 and stands below the ones before it; `data-width` is its width.
// A picture of 800 × 400 is as wide as its slide asks for; controls stand above it, or take no height beside it.
function open(...cells) {
  openDocument(["main", {}, ...cells.map(({ parts }) => ["div", {}, ...parts])]);
  const [content] = globalThis.document.body.children;
  const view = { content, scale: () => 1, room: () => ROOM, shownUnits: [], shownCells: [], hasCompanion: false };
  view.find = {
    text: (node) => [node], code: (node) => node.children.filter((child) => child.matches(".code")),
    outputs: (node) => node.children.filter((child) => child.matches(".output")), rich: (node) => node.querySelector("canvas") !== null,
  };
  view.cells = cells.map((cell, i) => ({ code: false, tags: [], node: content.children[i], ...cell }));
  const zoom = () => Number(content.style.zoom);
  const widthOf = (canvas) => {
    const asked = canvas.style["--nnlab-picture-width"] ?? "800px";
    return asked.endsWith("%") ? (parseFloat(asked) / 100) * 500 : parseFloat(asked) * zoom();
  };
  const isBeside = (node) => node.closest(".nnlab-companion") !== null;
  function heightOf(node) {
    if (node.closest(HIDDEN) || node.isFolded) return 0;
    if (node.tagName === "CANVAS") return widthOf(node) / 2;
    if (node.matches(".nnlab-controls") && content.classList.contains("nnlab-side")) return 0;
    return Number(node.dataset.height) * zoom();
  }
  const blocks = () => content.querySelectorAll("[data-height], canvas");
  function box(node) {
    const own = blocks().filter((block) => node === block || (node.contains(block) && !block.parentElement.closest("mjx-container")));
    if (own.length === 0) return { width: 0, height: 0, top: ROOM.top, bottom: ROOM.top, left: ROOM.left, right: ROOM.left };
    const column = blocks().filter((block) => isBeside(block) === isBeside(node));
    const before = column.slice(0, column.indexOf(own[0])).reduce((sum, block) => sum + heightOf(block), 0);
    const height = own.reduce((sum, block) => sum + heightOf(block), 0);
    const width = node.tagName === "CANVAS" ? widthOf(node) : node.dataset.width ? Number(node.dataset.width) * zoom() : 500;
    const top = ROOM.top + before;
    return { width: height > 0 ? width : 0, height, top, bottom: top + height, left: ROOM.left, right: ROOM.left + width };
  }
  for (const node of content.querySelectorAll("*")) {
    node.getBoundingClientRect = () => box(node);
    node.checkVisibility = () => !node.isInvisible;
    if (node.tagName === "CANVAS") node.style.width = "800px";
    if (node.dataset.line) Object.defineProperties(node, { scrollWidth: { get: () => Number(node.dataset.line) * zoom() },
      clientWidth: { value: ROOM.width } });
  }
  const all = { section: view.cells[0], cells: view.cells };
  const shown = () => blocks().filter((block) => !block.closest(HIDDEN)).map((block) => block.textContent);
  return { view, slide: all, shown, box, find: (selector) => content.querySelector(selector) };
}

const paragraph = (height, text = "", more = {}) => ["p", { "data-height": height, ...more }, text];
const revealAll = ({ view, slide: { cells: [cell], ...rest } }) => reveal(view, { cells: [cell], ...rest },
  cell.node.children.map((node) => ({ node, cell })));
const near = (found, expected) => assert.ok(found <= expected + 1e-9 && found > expected - 0.011, `${found} is not ${expected}`);
const isRoomEnough = ({ view, box }) => view.shownCells.every((cell) => box(cell).bottom <= ROOM.top + ROOM.height + 1e-9);

test("a short text is shown at twice its size, a longer one as large as it fits", () => {
  for (const [height, zoom] of [[100, 2], [322, 2], [400, 1.61], [1000, 0.644]]) {
    const page = open({ parts: [paragraph(height / 2), paragraph(height / 2)] });
    revealAll(page);
    const { zoom: found } = fit(page.view, { zoom: 2 });
    near(found, zoom);
    for (const name of ["zoom", "--nnlab-zoom"]) assert.equal(Number(page.view.content.style[name]), found);
    assert.ok(isRoomEnough(page));
  }
});

// The pages of a slide of one text cell, as [the texts on it, the zoom].
function pagesOf(...parts) {
  const page = open({ parts });
  return paginate(page.view, page.slide, false).map(({ units, zoom }) => [units.map(({ node }) => node.textContent).join(""), zoom]);
}

test("a long text is broken into pages, smaller type where that saves one", () => {
  const text = (...heights) => heights.map((height, i) => paragraph(height, "abcdef"[i]));
  assert.deepEqual(pagesOf(...text(100, 200)), [["ab", 2]]);
  assert.deepEqual(pagesOf(...text(175, 175)), [["ab", 1.825]]);
  assert.deepEqual(pagesOf(...text(190, 190)), [["ab", 1.65]]);
  assert.deepEqual(pagesOf(...text(200, 200)), [["a", 2], ["b", 2]]);
  assert.deepEqual(pagesOf(...text(150, 150, 150, 150)), [["ab", 2], ["cd", 2]]);
});

test("a heading and a text that ends with a colon stay with what follows", () => {
  assert.deepEqual(pagesOf(paragraph(250, "a"), ["h3", { "data-height": 40 }, "b"], paragraph(290, "c")), [["a", 2], ["bc", 2]]);
  assert.deepEqual(pagesOf(paragraph(250, "a"), paragraph(40, "b:"), paragraph(290, "c")), [["a", 2], ["b:c", 2]]);
});

test("the items of a list and the rows of a table can be on different pages", () => {
  const list = (tag, ...items) => ["ul", {}, ...items.map((text) => [tag, { "data-height": 220 }, text])];
  assert.deepEqual(pagesOf(list("li", "a", "b", "c")), [["a", 2], ["b", 2], ["c", 2]]);
  const rows = ["a", "b"].map((text) => ["tr", { "data-height": 220 }, text]);
  assert.deepEqual(pagesOf(["table", {}, ["tbody", {}, ...rows]]), [["a", 2], ["b", 2]]);
  assert.deepEqual(pagesOf(["ul", { "data-height": 100 }, ["li", {}, "only"]]), [["only", 2]]);
});

test("the rows on a page of a long table leave room for its head, which is repeated", () => {
  const rows = [..."abcdef"].map((text) => ["tr", { "data-height": 100 }, text]);
  const table = (height) => ["table", {}, ["thead", { "data-height": height }, ""], ["tbody", {}, ...rows]];
  assert.deepEqual([10, 100].map((height) => pagesOf(table(height)).length), [2, 3]);
});

test("a page shows its own units alone, and a list is numbered from where it begins", () => {
  const items = ["a", "b", "c"].map((text) => ["li", { "data-height": 220 }, text]);
  const page = open({ parts: [["ol", {}, ...items]] }, { parts: [paragraph(10, "other")] });
  const slide = { section: page.view.cells[0], cells: [page.view.cells[0]] };
  const pages = paginate(page.view, slide, false);
  const seen = pages.map(({ units }) => {
    reveal(page.view, slide, units);
    return [page.shown(), page.find("ol").start];
  });
  assert.deepEqual(seen, [[["a"], 1], [["b"], 2], [["c"], 3]]);
});

test("what would scroll sideways or leave the room is shown smaller", () => {
  for (const [parts, zoom] of [
    [[["pre", { "data-height": 50, "data-line": 700 }]], 1184 / 700],
    [[["p", { "data-height": 50, "data-line": 700 }]], 2],
    [[paragraph(50, "", { "data-width": 800 })], 1184 / 800],
    [[["div", { "data-height": 50 }, ["mjx-container", {}, ["i", { "data-height": 1, "data-width": 2000 }]]]], 2],
  ]) {
    const page = open({ parts });
    revealAll(page);
    const { zoom: found } = fit(page.view, { zoom: 2 });
    assert.ok(Math.abs(found - zoom) < 0.015, `${found} is not ${zoom}`);
  }
});

test("what is not seen takes no room", () => {
  const far = { left: 0, top: 0, right: 5000, bottom: 5000 };
  const zoomWith = (box, isInvisible) => {
    const page = open({ parts: [["div", {}, paragraph(100), ["i"]]] });
    Object.assign(page.find("i"), { isInvisible, getBoundingClientRect: () => ({ ...far, ...box }) });
    revealAll(page);
    return fit(page.view, { zoom: 2 }).zoom;
  };
  assert.deepEqual([zoomWith({ width: 9, height: 0 }), zoomWith({ width: 0, height: 9 }), zoomWith({ width: 9, height: 9 }, true)], [2, 2, 2]);
  assert.ok(zoomWith({ width: 9, height: 9 }) < 2);
});

test("an output that was replaced a moment ago is not measured", () => {
  const page = open({ parts: [paragraph(100), paragraph(900)] });
  revealAll(page);
  page.view.cells[0].node.lastElementChild.remove();
  assert.equal(fit(page.view, { zoom: 2 }).zoom, 2);
});

// A slide with a picture and its controls, of this height.
function withPicture(height) {
  const output = ["div", { class: "output" }, ["div", { class: "nnlab-picture" }, ["canvas"]]];
  if (height > 0) output.splice(2, 0, ["div", { class: "nnlab-controls", "data-height": height }]);
  const page = open({ parts: [output], code: true });
  const pages = paginate(page.view, page.slide, false);
  assert.equal(pages.length, 1);
  reveal(page.view, page.slide, pages[0].units);
  return { ...page, size: fit(page.view, pages[0]) };
}

test("a picture is as wide as the slide, or as tall, with its controls above it", () => {
  near(withPicture(0).size.picture, 1184 / 800);
  const { view, size, box, find } = withPicture(100);
  near(size.picture, (644 - 140) / 400);
  assert.deepEqual([size.side, size.zoom, view.content.classList.contains("nnlab-side")], [false, 1.4, false]);
  assert.ok(Math.abs(box(find("canvas")).width - 800 * size.picture) < 1e-6);
});

test("controls stand beside their picture where it becomes larger by that", () => {
  const { view, size, box, find } = withPicture(300);
  near(size.picture, (1184 - 244 * 1.4) / 800);
  assert.deepEqual([size.side, view.content.classList.contains("nnlab-side")], [true, true]);
  assert.ok(Math.abs(box(find("canvas")).width - 800 * size.picture) < 1e-6);
});

test("what has grown is fitted again: never larger than before, with the controls where they are", () => {
  const page = withPicture(100);
  page.find(".nnlab-controls").dataset.height = 300;
  const grown = fit(page.view, page.size);
  near(grown.picture, (644 - 420) / 400);
  assert.equal(grown.side, false);
  page.find(".nnlab-controls").dataset.height = 50;
  const again = fit(page.view, grown);
  assert.ok(again.picture <= grown.picture + 1e-9 && again.picture > grown.picture - 0.02);
});

test("a text beside the picture of which it speaks is as large as it can be, and the picture fits", () => {
  const output = (text) => ["div", { class: "output" }, ["div", { class: "nnlab-picture" }, ["canvas"]], text];
  const page = open({ parts: [output("rich"), ["div", { class: "output", "data-height": 900 }, "printed"]], code: true },
    { parts: [paragraph(200, "text")] });
  const [companion, cell] = page.view.cells;
  const slide = { section: cell, cells: [cell], companion };
  const pages = paginate(page.view, slide, false);
  assert.deepEqual(pages.map(({ units }) => units.map(({ node }) => node.textContent)), [["text"]]);
  reveal(page.view, slide, pages[0].units);
  near(fit(page.view, pages[0]).zoom, 2);
  assert.deepEqual(page.shown(), ["", "text"]);
  assert.ok(page.view.content.classList.contains("nnlab-two-columns") && companion.node.classList.contains("nnlab-companion"));
  assert.equal(page.find("canvas").style["--nnlab-picture-width"], "100%");
  reveal(page.view, { ...slide, companion: undefined }, pages[0].units);
  assert.deepEqual([page.view.content.className, companion.node.classList.contains("nnlab-companion")], ["", false]);
});

test("pictures that would be too tall beside their text become narrower, not the text smaller", () => {
  const picture = ["div", { class: "nnlab-picture" }, ["canvas"]];
  const page = open({ parts: [["div", { class: "output" }, picture, picture, picture]], code: true }, { parts: [paragraph(200, "text")] });
  const [companion, cell] = page.view.cells;
  reveal(page.view, { section: cell, cells: [cell], companion }, [{ node: cell.node.firstElementChild, cell }]);
  near(fit(page.view, { zoom: 2 }).zoom, 2);
  near(parseFloat(page.find("canvas").style["--nnlab-picture-width"]) / 100, 644 / 750); // three of 500 × 250
});

test("an explorer is asked for as many pixels as it is shown with, within limits", () => {
  const page = withPicture(0);
  const asked = [];
  const canvas = page.find("canvas");
  canvas.dispatchEvent = ({ type, detail }) => asked.push([type, detail]);
  for (const [width, devicePixelRatio] of [[960, 1], [1200, 1], [2400, 1], [400, 1], [960, 1.5], [1200, 2], [1600, 3]]) {
    globalThis.window = { devicePixelRatio };
    canvas.getBoundingClientRect = () => ({ width });
    requestResolution(page.view);
  }
  assert.deepEqual(asked.map(([, scale]) => scale), [1.2, 1.5, 1.5, 1, 1.5, 2, 2]);
  assert.ok(asked.every(([type]) => type === "nnlab-set-scale"));
});

test("a slide of one page that has become longer is still shown from its beginning", () => {
  const [before, after] = [["a", "b", "c"], ["b", "b", "b"]].map((slides) => slides.map((slide) => ({ slide })));
  assert.equal(replacePages(before, "b", after, 1).index, 1);
});

test("a slide with a cell that the reader completes is an exercise", () => {
  const slide = (...cells) => ({ cells: cells.map((tags) => ({ tags })) });
  assert.deepEqual([slide([], ["exercise"]), slide(["guard"], []), slide()].map(isExercise), [true, false, false]);
});
