// Asks a page's questions: answers become buttons, the first choice counts, and what would show the answer is covered until then.

import { element, fill } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/dom.js";
import { addAnswer, ALL, answers, countAnswers, coverAgain, keepLanguage, skip, skippedIds } from "./progress.js";

// A cell is covered while a prediction before it in its section is open: the first such id, or undefined.
export const coveredBy = (after, given, skipped) => after.find((id) => !(id in given) && !skipped.has(id) && !skipped.has(ALL));

// One question of the page. `onAnswer()` is called after each answer.
function startQuestion(node, texts, onAnswer) {
  const id = node.dataset.question;
  const keys = node.dataset.keys.split(" ");
  const right = keys.indexOf("right");
  const folded = node.querySelector("details");
  const reason = folded.querySelector("p + p").textContent;
  const status = element("div", { className: "answer", tabIndex: -1 });
  const hint = element("p", { className: "hint" }, texts.first_counts);
  const buttons = [...node.querySelectorAll("ol > li")].map((item, i) => {
    const mark = element("em");
    const button = element("button", { type: "button" }, item.textContent, mark);
    button.addEventListener("click", () => {
      if (id in answers()) return;
      const isKept = addAnswer(id, keys[i]);
      onAnswer();
      if (!isKept) status.append(element("p", { className: "hint" }, texts.not_kept));
      status.focus({ preventScroll: true }); // the button that had the focus is disabled now
    });
    item.replaceChildren(button);
    return { button, mark };
  });
  folded.replaceWith(hint, status);
  status.setAttribute("role", "status");
  node.classList.add("asking");

  return function show() {
    const guess = keys.indexOf(answers()[id]);
    if (guess < 0) return;
    hint.hidden = true;
    buttons.forEach(({ button, mark }, i) => {
      button.disabled = true;
      button.classList.toggle("right", i === right);
      button.classList.toggle("chosen", i === guess);
      const sign = i === right ? "✓" : i === guess ? "✗" : "";
      mark.textContent = i === guess ? ` ${sign} ${texts.guess}` : ` ${sign}`;
    });
    const choice = buttons[right].button.firstChild.textContent;
    const verdict = guess === right ? texts.right : fill(texts.wrong, { answer: choice });
    if (!status.childElementCount) status.append(element("b", {}, verdict), element("p", {}, reason));
  };
}

// What stands before the first of the cells that a prediction covers.
function coverNode(id, texts, onSkip) {
  const button = element("button", { type: "button" }, texts.covered_skip);
  button.addEventListener("click", () => {
    skip(id);
    onSkip();
  });
  return element("div", { className: "cover" }, element("p", {}, texts.covered), button);
}

function startCovers(texts) {
  const cells = [...document.querySelectorAll("section.cell")];
  let covers = [];
  return function update(opened = new Set()) {
    for (const cover of covers) cover.remove();
    covers = [];
    const skipped = new Set([...skippedIds(), ...opened]);
    let last;
    for (const cell of cells) {
      const id = coveredBy((cell.dataset.after ?? "").split(" ").filter(Boolean), answers(), skipped);
      cell.classList.toggle("covered", id !== undefined);
      if (id !== undefined && id !== last) {
        const showRest = () => {
          update(opened);
          cell.tabIndex = -1;
          cell.focus({ preventScroll: true }); // the button that had the focus is gone
        };
        covers.push(coverNode(id, texts, showRest));
        cell.before(covers.at(-1));
      }
      last = id;
    }
  };
}

// The button that shows everything, as for reading again, or covers answers again.
function startCoverSwitch(button, texts, onSwitch) {
  const show = () => { button.textContent = skippedIds().has(ALL) ? texts.cover_again : texts.show_all; };
  button.addEventListener("click", () => {
    if (skippedIds().has(ALL)) coverAgain();
    else skip(ALL);
    show();
    onSwitch();
  });
  button.hidden = false;
  show();
}

// The id that an address ends with; "" where a stray % makes it unreadable.
export function linkedId(hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return "";
  }
}

// A link to a covered cell shows it, with all that is covered before it in its section.
function cellsOpenedByLink() {
  const target = document.getElementById(linkedId(location.hash));
  const ids = target?.closest("section.cell")?.dataset.after ?? "";
  return new Set(ids.split(" ").filter(Boolean));
}

function showProgress(ids, texts) {
  const count = countAnswers(ids);
  const all = countAnswers(Object.keys(answers()));
  for (const node of document.querySelectorAll("[data-progress]")) {
    const bar = element("progress", { max: count.all, value: count.asked });
    bar.setAttribute("aria-hidden", "true");
    node.replaceChildren(bar, ` ${fill(texts.page_progress, count)}`);
  }
  for (const node of document.querySelectorAll("#score .output")) {
    node.replaceChildren(element("p", { className: "score" }, all.asked ? fill(texts.score, all) : texts.no_score));
  }
}

export function startPage() {
  keepLanguage(document.documentElement.lang);
  const texts = JSON.parse(document.querySelector("[data-question-texts]").dataset.questionTexts);
  const nodes = [...document.querySelectorAll("[data-question]")];
  const updateCovers = startCovers(texts);
  const update = () => {
    for (const show of shows) show();
    updateCovers(cellsOpenedByLink());
    showProgress(nodes.map((node) => node.dataset.question), texts);
  };
  const shows = nodes.map((node) => startQuestion(node, texts, update));
  update();
  for (const button of document.querySelectorAll("[data-cover-switch]")) startCoverSwitch(button, texts, update);
  addEventListener("hashchange", () => {
    update();
    document.getElementById(linkedId(location.hash))?.scrollIntoView();
  });
}

if (globalThis.document?.querySelector?.("[data-question-texts]")) startPage();
