// The next slide, small, for the speaker: its texts and pictures as they are at the moment.

import { element } from "./dom.js";

const MAX_WORDS_LENGTH = 70;
const LEFT_OUT = "button, input, select, .nnlab-controls, .nnlab-hint, .jp-InternalAnchorLink, .jp-OutputPrompt, .cm-editor, .nnlab-announcer, .nnlab-rings";
const COPIED = "h1, h2, h3, h4, p, .nnlab-sentence, li, tr, legend, label, canvas, img, pre, math, summary";

function pictureOf(node) {
  if (node.tagName === "IMG") return element("img", { src: node.src, alt: "" });
  return element("img", { src: node.toDataURL("image/png"), alt: "" });
}

// What a formula that MathJax drew says to a screen reader is MathML, which needs no styles.
function plainCopy(node) {
  const copy = node.cloneNode(true);
  for (const formula of copy.querySelectorAll("mjx-container")) formula.replaceWith(formula.querySelector("math") ?? formula.textContent);
  for (const left of copy.querySelectorAll(LEFT_OUT)) left.remove();
  return element(/^H\d$/.test(copy.tagName) ? "h2" : "p", {}, ...copy.childNodes);
}

// What comes on the next `page`, in a few words: its section if that is new, else how it begins.
export function firstWords(page, section) {
  if (!page) return "";
  if (page.slide.section !== section) return page.slide.section.title;
  const { node } = page.units[0];
  return (node.querySelector(".nnlab-title, legend") ?? node).textContent.trim().slice(0, MAX_WORDS_LENGTH);
}

// The contents of `page` in a few plain elements.
export function nextSlide(page) {
  return page.units.flatMap(({ node }) => {
    const parts = node.matches(COPIED) ? [node] : [...node.querySelectorAll(COPIED)];
    const outermost = parts.filter((part) => !parts.some((other) => other !== part && other.contains(part)));
    return outermost.filter((part) => !part.closest(LEFT_OUT)).map((part) => (part.matches("canvas, img") ? pictureOf(part) : plainCopy(part)));
  });
}
