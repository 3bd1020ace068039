// What the reader has answered and skipped, in this browser's storage. Both languages share it: their questions have the same ids.

const ANSWERS = "nnlab.answers"; // id -> key of the choice
const SKIPPED = "nnlab.skipped"; // ids, or ALL
const LANGUAGE = "nnlab.language"; // "ko" or "en"
export const ALL = "*"; // stands for every question
const RIGHT = "right"; // the key of every right choice

function read(key, empty) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? empty;
  } catch {
    return empty; // storage is forbidden, or something else wrote there
  }
}

// Whether it could be stored.
function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

let kept = null; // the answers of this page, also where nothing can be stored
let keptSkipped = null; // the skipped ids of this page, only where nothing can be stored

function keepSkipped(ids) {
  keptSkipped = write(SKIPPED, ids) ? null : ids;
}

export const answers = () => (kept ??= read(ANSWERS, {}));
export const skippedIds = () => new Set(keptSkipped ?? read(SKIPPED, []));
export const skip = (id) => keepSkipped([...skippedIds().add(id)]);
export const coverAgain = () => keepSkipped([...skippedIds()].filter((id) => id !== ALL));

// Keeps the first answer to a question. Whether it could be stored.
export function addAnswer(id, key) {
  kept = { [id]: key, ...answers(), ...read(ANSWERS, {}) }; // another page may have stored some meanwhile
  return write(ANSWERS, kept);
}

// After the reader may have answered on another page.
export function readAgain() {
  kept = null;
}

export const keepLanguage = (language) => write(LANGUAGE, language);
export const keptLanguage = () => read(LANGUAGE, null);

export function forgetAll() {
  kept = {};
  write(ANSWERS, {});
  keepSkipped([]);
}

// How many of these questions are answered, and how many rightly.
export function countAnswers(ids, given = answers()) {
  const answered = ids.filter((id) => id in given);
  return { all: ids.length, asked: answered.length, right: answered.filter((id) => given[id] === RIGHT).length };
}

// A text with its {placeholders} filled.
