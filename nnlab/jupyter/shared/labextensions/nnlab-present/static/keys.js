// Which command of the slides a pressed key stands for.

const ALWAYS = { PageDown: "next", PageUp: "back" }; // what clickers send
const WITHOUT_FOCUS = { ArrowRight: "next", ArrowLeft: "back", Home: "first", End: "last" }; // a focused control needs these itself
const LETTERS = {
  c: "toggleCode", r: "reset", s: "notes", j: "jump", h: "help", "?": "help",
  b: "toggleBlackScreen", ".": "toggleBlackScreen", f: "toggleFullscreen", v: "vote", g: "histogram", l: "explain",
  p: "pointer", d: "pen", x: "erase", z: "zoom",
};

// The lower-case letter or sign of a key; also where the keyboard is set to Hangul, which has no Latin letters.
export function letterOf(event) {
  if (/^[!-~]$/.test(event.key)) return event.key.toLowerCase();
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : "";
}

// The command of a key as [name, argument], null where there is none. `focus` is where the key goes: "text", "control" or "" for neither.
export function commandOf(event, focus) {
  const { key } = event;
  if (focus === "text" && key === "Enter" && (event.shiftKey || event.ctrlKey)) return ["runCell", event.target];
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (key === "F5") return ["ignore"]; // the start button of many clickers; the browser would reload the page
  if (ALWAYS[key]) return [ALWAYS[key]];
  if (key === "Escape") return ["escape"];
  if (focus === "text") return null;
  if (focus === "" && key === " ") return [event.shiftKey ? "back" : "next"];
  if (focus === "" && WITHOUT_FOCUS[key]) return [WITHOUT_FOCUS[key]];
  const letter = letterOf(event);
  if (/^[1-9]$/.test(letter)) return ["preset", Number(letter)];
  return LETTERS[letter] ? [LETTERS[letter]] : null;
}
