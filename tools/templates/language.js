// The site's first page goes on to the edition that the reader opened last, or else to the one of the browser's language.

import { keptLanguage } from "./progress.js";

const EDITIONS = ["ko", "en"];

export function editionFor(kept, languages) {
  if (EDITIONS.includes(kept)) return kept;
  return languages.some((language) => /^ko\b/i.test(language)) ? "ko" : "en";
}

if (globalThis.document?.querySelector) location.replace(`${editionFor(keptLanguage(), navigator.languages)}/index.html`);
