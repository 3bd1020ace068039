// A long paragraph is hard to read from the last row: on slides each of its sentences begins on a line of its own.

import { element } from "./dom.js";

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

// The sentences of `paragraph`, each in an element of its own.
function sentencesOf(paragraph) {
  const sentences = [];
  let sentence = null;
  while (paragraph.firstChild) {
    sentence ??= element("span", { className: "nnlab-sentence" });
    const node = paragraph.firstChild;
    const text = node.textContent;
    const isText = node.nodeType === Node.TEXT_NODE;
    // A sentence in bold ends within its element: the line is broken after that.
    const ends = isText ? sentenceEnds(text) : sentenceEnds(`${text} `).filter((end) => end === text.length);
    const end = ends.find((place) => lengthOf(sentence.textContent + text.slice(0, place)) >= SHORT);
    if (isText && end !== undefined) node.splitText(end);
    sentence.append(node);
    if (end === undefined && paragraph.firstChild) continue;
    if (paragraph.firstChild && !hasTextFrom(paragraph.firstChild)) continue;
    sentences.push(sentence);
    sentence = null;
  }
  return sentences;
}

// Break the long paragraphs in `nodes` into lines; returns a function that joins them again.
export function splitSentences(nodes) {
  const paragraphs = nodes.flatMap((node) => [...node.querySelectorAll("p, li")])
    .filter((paragraph) => lengthOf(paragraph.textContent) > LONG && !paragraph.querySelector(BLOCK));
  for (const paragraph of paragraphs) paragraph.append(...sentencesOf(paragraph));
  return () => {
    for (const paragraph of paragraphs) {
      for (const sentence of paragraph.querySelectorAll(":scope > .nnlab-sentence")) sentence.replaceWith(...sentence.childNodes);
      paragraph.normalize();
    }
  };
}
