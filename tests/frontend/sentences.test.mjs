// Long paragraphs on slides: each sentence on a line of its own, and the paragraph as it was after the presentation.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { openDocument, SmallElement, tree } from "./small_document.mjs";
import { splitSentences } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/sentences.js";

globalThis.Node = { TEXT_NODE: 3 };
beforeEach(() => openDocument());

// Text nodes can be split and joined, and know what follows them, as in a browser.
const Text = tree(["p", {}, "text"]).firstChild.constructor;
const siblings = (node) => node.parentElement.childNodes;
Object.defineProperties(Text.prototype, {
  nodeType: { value: 3 },
  splitText: {
    value(end) {
      const [rest, place] = [new Text(this.textContent.slice(end)), siblings(this).indexOf(this)];
      Object.assign(rest, { parentElement: this.parentElement });
      siblings(this).splice(place + 1, 0, rest);
      this.textContent = this.textContent.slice(0, end);
    },
  },
});
for (const { prototype } of [Text, SmallElement]) {
  Object.defineProperty(prototype, "nextSibling", { get() { return siblings(this)[siblings(this).indexOf(this) + 1] ?? null; } });
}
SmallElement.prototype.normalize = () => {};

const ONE = "The first sentence has many words, so that it fills a whole line of the slide by itself.";
const TWO = "The second one has a number, 0.25, and it is as long as the first one of this paragraph.";
const linesOf = (...parts) => {
  const node = tree(["div", {}, ["p", {}, ...parts]]);
  const join = splitSentences([node]);
  return { node, join, lines: node.querySelectorAll("p > .nnlab-sentence").map((line) => line.textContent.trim()) };
};

test("each sentence of a long paragraph has a line of its own", () => {
  const { node, lines } = linesOf(`${ONE} ${TWO}`);
  assert.deepEqual(lines, [ONE, TWO]);
  assert.equal(node.textContent, `${ONE} ${TWO}`);
});

test("a short paragraph stays as it is, and so does one that holds a list or another paragraph", () => {
  assert.deepEqual(linesOf("One. Two. Three.").lines, []);
  const item = tree(["div", {}, ["li", {}, `${ONE} ${TWO}`, ["ul", {}, ["li", {}, "more"]]]]);
  splitSentences([item]);
  assert.equal(item.querySelectorAll(".nnlab-sentence").length, 0);
});

test("a Korean syllable is as wide as two letters", () => {
  const sentence = `${"가나다라마바사아자차 ".repeat(4)}입니다.`;
  assert.equal(linesOf(`${sentence} ${sentence}`).lines.length, 2);
  assert.equal(linesOf(`${sentence.replaceAll(/[가-힣]/g, "a")} ${sentence.replaceAll(/[가-힣]/g, "a")}`).lines.length, 0);
});

test("a short beginning stays with its sentence, also in bold", () => {
  assert.deepEqual(linesOf(`So. ${ONE} ${TWO}`).lines, [`So. ${ONE}`, TWO]);
  assert.deepEqual(linesOf(["b", {}, "What you saw."], ` ${ONE} ${TWO}`).lines, [`What you saw. ${ONE}`, TWO]);
});

test("a sentence in bold ends where its element does, and one with a formula stays whole", () => {
  assert.deepEqual(linesOf(["b", {}, ONE], ` ${TWO}`).lines, [ONE, TWO]);
  assert.deepEqual(linesOf(["b", {}, `${ONE} And`], ` more. ${TWO}`).lines, [`${ONE} And more.`, TWO]);
  assert.deepEqual(linesOf(`${ONE} With `, ["i", {}, "x"], ` ${TWO}`).lines, [ONE, `With x ${TWO}`]);
});

test("spaces at the end make no line", () => {
  assert.deepEqual(linesOf(`${ONE} ${TWO}`, " ").lines, [ONE, TWO]);
});

test("after the presentation the paragraph is as it was", () => {
  const { node, join } = linesOf(["b", {}, ONE], ` ${TWO}`);
  join();
  assert.equal(node.querySelectorAll(".nnlab-sentence").length, 0);
  assert.deepEqual([node.textContent, node.querySelectorAll("p > b").length], [`${ONE} ${TWO}`, 1]);
});
