// The site's first page goes on to the edition that the reader opened last, or else to the one that the browser asks for first.

import { keptLanguage } from "./progress.js";

const EDITIONS = ["ko", "en"];

export function editionFor(kept, languages) {
  if (EDITIONS.includes(kept)) return kept;
  return languages.map((language) => language.toLowerCase().split("-")[0]).find((code) => EDITIONS.includes(code)) ?? "en";
}

if (globalThis.document?.querySelector) location.replace(`${editionFor(keptLanguage(), navigator.languages)}/index.html`);
