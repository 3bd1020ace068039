// Keeps the keys of a slider or picture that has the focus: Notebook takes the arrow keys before the page does, and moves to another cell.

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
const OWN_KEYS = new Set([...ARROWS, "Home", "End", "PageUp", "PageDown", "Enter", " ", "Delete", "n"]);
const SUPPRESS = "data-lm-suppress-shortcuts"; // Lab and Notebook take no key that is pressed on an element with this attribute

// `isInside(element)` tells whether an element is one whose keys are kept. Keys with Ctrl, Alt, Shift or Meta stay those of the program.
// Returns a function that stops it.
export function keepOwnKeys(isInside) {
  function onKey(event) {
    if (!isInside(event.target)) return;
    const isOwn = OWN_KEYS.has(event.key) && !event.ctrlKey && !event.altKey && !event.shiftKey && !event.metaKey;
    event.target.toggleAttribute(SUPPRESS, isOwn);
  }
  window.addEventListener("keydown", onKey, true); // before the program, which listens on the document
  return () => window.removeEventListener("keydown", onKey, true);
}
