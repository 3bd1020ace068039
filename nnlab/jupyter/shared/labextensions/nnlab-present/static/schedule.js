// How far a lecture should be at each page, from the minutes that the notebook's first cell states.

const LONG_STAY = 2; // a page with a picture or a question takes as long as this many pages of text
const MINUTES = /(\d+) ?(?:minutes|분)/;

// The minutes that a text states; 0 where it states none.
export function statedMinutes(text) {
  return Number(text.match(MINUTES)?.[1] ?? 0);
}

// Whether there is something to do on a page: a code cell's output, such as a picture or a question, or an exercise.
export function takesLong({ units }) {
  return units.some(({ cell, kind }) => cell.tags.includes("exercise") || (cell.code && kind !== "code"));
}

// The share of the lecture's time, 0 to 1, that is over when each page begins. `isLong(page)` tells on which one there is something to do.
export function sharesBefore(pages, isLong) {
  const weights = pages.map((page) => (isLong(page) ? LONG_STAY : 1));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return weights.map((weight) => (sum += weight) / all - weight / all);
}
