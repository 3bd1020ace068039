// A long paragraph is hard to read from the last row: on slides each of its sentences begins on a line of its own.

import { element } from "./panels.js";

const LONG = 160; // letters of a paragraph; a Korean syllable counts as two
const SHORT = 25; // letters of a beginning, such as “What you saw.”, that stays with the next sentence
const END = /(?<!\b(?:al|vs|cf|e\.g|i\.e|No|Fig))[.?!][)’”"]?(?=\s)/g;
const BLOCK = "p, ul, ol, table, pre";

// Where in `text` sentences end.
export function sentenceEnds(text) {
  return [...text.matchAll(END)].map((found) => found.index + found[0].length);
}

const lengthOf = (text) => text.replaceAll(/[가-힣]/g, "xx").length;

function hasTextFrom(node) {
  for (let other = node; other; other = other.nextSibling) if (other.textContent.trim()) return true;
  return false;
}

function splitParagraph(paragraph) {
  let length = 0; // of the sentence so far
  for (let node = paragraph.firstChild; node; ) {
    const isText = node.nodeType === Node.TEXT_NODE;
    // A sentence in bold ends within its element: the line is broken after that.
    const ends = isText ? sentenceEnds(node.data) : sentenceEnds(`${node.textContent} `).slice(-1).filter((end) => end === node.textContent.length);
    const end = ends.find((place) => length + lengthOf(node.textContent.slice(0, place)) >= SHORT);
    if (end === undefined) {
      length += lengthOf(node.textContent);
      node = node.nextSibling;
      continue;
    }
    const rest = isText ? node.splitText(end) : node.nextSibling;
    if (hasTextFrom(rest)) node.after(element("span", { className: "nnlab-new-line" }));
    length = 0;
    node = rest;
  }
}

// Break the long paragraphs in `nodes` into lines; returns a function that joins them again.
export function splitSentences(nodes) {
  const paragraphs = nodes.flatMap((node) => [...node.querySelectorAll("p, li")])
    .filter((paragraph) => lengthOf(paragraph.textContent) > LONG && !paragraph.querySelector(BLOCK));
  paragraphs.forEach(splitParagraph);
  return () => {
    for (const paragraph of paragraphs) {
      paragraph.querySelectorAll(".nnlab-new-line").forEach((mark) => mark.remove());
      paragraph.normalize();
    }
  };
}
