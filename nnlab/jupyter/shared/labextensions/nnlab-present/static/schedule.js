// How far a lecture should be at each page, from the minutes that the notebook's first cell states.

const LONG_STAY = 2; // a page with a picture or a question takes as long as this many pages of text
const MINUTES = /(\d+) ?(?:minutes|분)/;

// The minutes that a text states; 0 where it states none.
export function statedMinutes(text) {
  return Number(text.match(MINUTES)?.[1] ?? 0);
}

// The share of the lecture's time, 0 to 1, that is over when each page begins. `takesLong(page)` tells whether there is something to do on it.
export function sharesBefore(pages, takesLong) {
  const weights = pages.map((page) => (takesLong(page) ? LONG_STAY : 1));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return weights.map((weight) => (sum += weight) / all - weight / all);
}
