// The start page: its challenge, and on the cards how many of a notebook's questions the reader has answered.

import { startChallenge } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/challenge.js";
import { fill } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/dom.js";
import { answers, countAnswers, forgetAll, keepLanguage, readAgain } from "./progress.js";

function showCards(texts) {
  for (const card of document.querySelectorAll("[data-questions]")) {
    const count = countAnswers(card.dataset.questions.split(" ").filter(Boolean));
    const line = card.querySelector(".done");
    line.hidden = count.asked === 0;
    line.textContent = count.asked ? fill(texts.card_progress, count) : "";
  }
}

export function startPage() {
  const figure = document.querySelector("#challenge");
  const texts = JSON.parse(figure.dataset.texts);
  startChallenge(figure, texts);
  keepLanguage(document.documentElement.lang);
  const forget = document.querySelector("#forget");
  function update() {
    showCards(texts);
    forget.hidden = Object.keys(answers()).length === 0;
  }
  update();
  forget.addEventListener("click", () => {
    forgetAll();
    update();
  });
  // After "Back", the browser may show the page as it was left.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    readAgain();
    update();
  });
  for (const still of document.querySelectorAll("[data-still]")) still.hidden = true; // says that nothing moves without scripts
}

if (globalThis.document?.querySelector) startPage();
