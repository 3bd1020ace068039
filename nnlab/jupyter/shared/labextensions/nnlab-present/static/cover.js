// Covers what follows a prediction in JupyterLab, up to the next section, until it is answered or skipped: its answer stands there.

import { element } from "./dom.js";
import { questionOf } from "./question_cells.js";

const SECTION = /^#{1,2} /;
const SKIPPED = "nnlab-skipped"; // in the browser's storage: the ids of skipped predictions, or "*" for all

// For each of `cells`, {startsSection, prediction (an id or null)}: the prediction that covers it, or null. `isOpen(id)` tells whether a
// prediction waits for an answer.
export function coveringPredictions(cells, isOpen) {
  let open = null;
  return cells.map(({ startsSection, prediction }) => {
    if (startsSection) open = null;
    const covering = open;
    if (open === null && prediction !== null && isOpen(prediction)) open = prediction;
    return covering;
  });
}

const skippedIds = () => new Set(JSON.parse(localStorage.getItem(SKIPPED) ?? "[]"));
const skip = (id) => localStorage.setItem(SKIPPED, JSON.stringify([...skippedIds().add(id)]));

function describeCell({ model }) {
  const source = model.sharedModel.getSource();
  const question = model.type === "code" ? questionOf(source) : null;
  return {
    startsSection: model.type === "markdown" && SECTION.test(source.trimStart()),
    prediction: question?.kind === "predict" ? question.id : null,
  };
}

// Covers answers in the notebook of `panel`. `answers` resolves to what was answered before: a Map with the predictions' ids. Returns
// {toggleAll, pause}: `toggleAll()` shows everything or covers again, and `pause()` shows everything until the function that it returns is
// called.
export function coverAnswers({ panel, texts, answers }) {
  const notebook = panel.content;
  const answered = new Set();
  const covers = new Map(); // cell -> the element that stands in place of what it covers
  let isPaused = false;

  const isOpen = (id) => !isPaused && !answered.has(id) && !skippedIds().has(id) && !skippedIds().has("*");

  function coverElement(id) {
    const skipThis = () => {
      skip(id);
      update();
    };
    return element("div", { className: "nnlab-cover" },
      element("p", {}, texts["present.cover"]),
      element("button", { className: "jupyter-button", onclick: skipThis }, texts["present.cover.skip"]),
    );
  }

  function update() {
    if (panel.isDisposed) return;
    const cells = notebook.widgets;
    const covering = coveringPredictions(cells.map(describeCell), isOpen);
    const used = new Set();
    cells.forEach((cell, i) => {
      if (covering[i] !== null && !cell.isHidden) cell.addClass("nnlab-covered");
      if (cell.hasClass("nnlab-covered")) {
        cell.setHidden(covering[i] !== null); // as Lab does with a collapsed section, so that the arrow keys pass over it
        if (covering[i] === null) cell.removeClass("nnlab-covered");
      }
      if (covering[i + 1] != null && covering[i] === null) {
        used.add(cell);
        if (!covers.has(cell)) {
          covers.set(cell, coverElement(covering[i + 1]));
          cell.node.append(covers.get(cell));
        }
      }
    });
    for (const [cell, node] of covers) {
      if (used.has(cell)) continue;
      node.remove();
      covers.delete(cell);
    }
  }

  function onAnswered({ detail }) {
    answered.add(detail);
    update();
  }

  window.addEventListener("nnlab-answered", onAnswered);
  panel.disposed.connect(() => window.removeEventListener("nnlab-answered", onAnswered));
  notebook.model.cells.changed.connect(() => requestAnimationFrame(update));
  update();
  answers.then((known) => {
    for (const id of known.keys()) answered.add(id);
    update();
  });
  return {
    toggleAll() {
      if (skippedIds().has("*")) localStorage.removeItem(SKIPPED);
      else skip("*");
      update();
    },
    pause() {
      isPaused = true;
      update();
      return () => {
        isPaused = false;
        update();
      };
    },
  };
}
