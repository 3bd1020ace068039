// `innerHTML` of the elements of small_document.mjs, as far as the widgets' own HTML needs it: tags, quoted attributes and texts.

import { SmallElement } from "./small_document.mjs";

const PIECE = /<(\/?)([\w-]+)([^>]*)>|([^<]+)/g;
const ATTRIBUTE = /([\w-]+)(?:="([^"]*)")?/g;

function fill(element, html) {
  element.replaceChildren();
  let inside = element;
  for (const [, end, tag, attributes, text] of html.matchAll(PIECE)) {
    if (text?.trim()) inside.append(text);
    if (text !== undefined) continue;
    if (end) {
      inside = inside.parentElement;
      continue;
    }
    const node = new SmallElement(tag);
    for (const [, name, value = ""] of attributes.matchAll(ATTRIBUTE)) node.setAttribute(name, value);
    inside.append(node);
    inside = node;
  }
}

// Let the elements of a small document have `innerHTML`.
export function allowHtml() {
  Object.defineProperty(SmallElement.prototype, "innerHTML", { configurable: true, set(html) { fill(this, html); } });
}
