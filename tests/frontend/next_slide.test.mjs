// The next slide for the speaker: its texts and pictures, each once, without its controls.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument, tree } from "./small_document.mjs";
import { firstWords, nextSlide } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/next_slide.js";

const pageOf = (...parts) => ({ slide: { section: { title: "Section" } }, units: parts.map((part) => ({ node: tree(part) })) });
const seen = (...parts) => nextSlide(pageOf(...parts)).map((node) => [node.tagName, node.textContent]);
openDocument();

test("headings stay headings, all other texts are paragraphs, each is there once", () => {
  const list = ["ul", {}, ["li", {}, ["p", {}, "one"]], ["li", {}, "two"]];
  assert.deepEqual(seen(["h3", {}, "Title"], ["p", {}, "Text"], list), [["H2", "Title"], ["P", "Text"], ["P", "one"], ["P", "two"]]);
  assert.deepEqual(seen(["div", {}, ["h1", {}, "Title"], ["p", {}, "Text ", ["b", {}, "in bold"]]]), [["H2", "Title"], ["P", "Text in bold"]]);
});

test("controls, prompts and links to headings are left out", () => {
  const controls = ["div", { class: "nnlab-controls" }, ["label", {}, "Rate"]];
  assert.deepEqual(seen(["div", {}, controls, ["p", {}, "Text", ["button", {}, "Go"], ["a", { class: "jp-InternalAnchorLink" }, "¶"]]]),
    [["P", "Text"]]);
});

test("a drawn formula is read as its mathematics, or as its text", () => {
  const drawn = ["mjx-container", {}, ["span", {}, "glyphs"], ["math", {}, "σ"]];
  const [part] = nextSlide(pageOf(["p", {}, "Here ", drawn]));
  assert.deepEqual([part.textContent, part.querySelector("mjx-container"), part.querySelectorAll("math").length], ["Here σ", null, 1]);
  assert.deepEqual(seen(["p", {}, ["mjx-container", {}, "x²"]]), [["P", "x²"]]);
});

test("pictures are copied as they are at the moment", () => {
  const page = pageOf(["div", {}, ["canvas"], ["img"]]);
  const [canvas, image] = page.units[0].node.children;
  canvas.toDataURL = (type) => `drawn as ${type}`;
  image.src = "stored";
  assert.deepEqual(nextSlide(page).map(({ tagName, src, alt }) => [tagName, src, alt]), [["IMG", "drawn as image/png", ""], ["IMG", "stored", ""]]);
});

test("the first words are the section's, if that is new, else those of the page", () => {
  const explorer = pageOf(["div", {}, ["button", {}, "Reset"], ["p", { class: "nnlab-title" }, " Sigmoid "]]);
  const text = pageOf(["p", {}, "word ".repeat(40)]);
  assert.equal(firstWords(explorer, {}), "Section");
  assert.equal(firstWords(explorer, explorer.slide.section), "Sigmoid");
  assert.equal(firstWords(text, text.slide.section).length, 70);
  assert.equal(firstWords(undefined, {}), "");
});
