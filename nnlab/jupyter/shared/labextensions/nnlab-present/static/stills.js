// What stands on a slide in place of a cell's outputs until the cell has run: its stored pictures, tables and questions.

import { element } from "./dom.js";
import { questionOf } from "./question_cells.js";
import { savedForm } from "./saved_outputs.js";

export const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json";
const EXPLORER = /\bnnlab\.explorers\.(\w+)\(/;
const DRAWN_WIDGET = ".nnlab-picture canvas[data-frames], .nnlab-prediction, .jupyter-widgets:not(.nnlab-explorer)";
const DRAWING_TIMEOUT_MS = 10_000;

const outputsOf = (node) => [...node.querySelectorAll(":scope > .jp-Cell-outputWrapper:not(.nnlab-still) .jp-OutputArea-child")];
const stillOf = (node) => node.querySelector(":scope > .nnlab-still");

// The outputs that a slide shows of the cell at `node`: those of its still, as long as it has one.
export const shownOutputs = (node) => (stillOf(node) ? [...stillOf(node).children] : outputsOf(node));

async function waitUntil(isReady) {
  const deadline = Date.now() + DRAWING_TIMEOUT_MS;
  while (!isReady() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
}

const loadImages = (node) => Promise.all([...node.querySelectorAll("img")].map((image) => image.decode().catch(() => {})));
const storedOutputs = (cell) => cell.model.sharedModel.toJSON().outputs ?? [];
const sourceOf = (cell) => cell.model.sharedModel.getSource();

function isRendered(cell) {
  const { model, node } = cell;
  if (model.type === "code") return outputsOf(node).length >= storedOutputs(cell).length;
  if (model.type !== "markdown") return true;
  const hasFormula = /\$/.test(sourceOf(cell).replace(/`[^`]*`/g, ""));
  return node.querySelector(".jp-MarkdownOutput")?.childElementCount && (!hasFormula || node.querySelector("mjx-container"));
}

// Wait until Lab has put the texts, formulas and stored outputs of `cells` into the page.
export async function waitUntilRendered(cells) {
  await waitUntil(() => cells.every(isRendered));
  await document.fonts.ready;
}

// Wait until what the cell that has run shows is drawn.
async function waitUntilDrawn(cell) {
  const showsWidget = storedOutputs(cell).some((output) => output.data?.[WIDGET_VIEW]);
  await waitUntil(() => outputsOf(cell.node).length >= storedOutputs(cell).length && (!showsWidget || cell.node.querySelector(DRAWN_WIDGET)));
  for (const node of outputsOf(cell.node)) await loadImages(node);
}

// An explorer as it was stored, in the shape that slides expect of one.
function explorerStill(name, { data, metadata = {} }, texts) {
  const alt = metadata["image/png"]?.alt ?? "";
  const title = element("div", {}, element("div", { className: "nnlab-title" }, element("b", {}, texts[`explorer.${name}`] ?? "")));
  const picture = element("img", { src: `data:image/png;base64,${data["image/png"]}`, alt });
  return element("div", { className: "nnlab-explorer" }, title, element("figure", { className: "nnlab-picture" }, picture, element("figcaption", {}, alt)));
}

// Put a still in the place of the outputs of `cell`, if it has any; `renderHtml(text)` makes an element of a stored question. Resolves to
// {replace, remove}: `replace()` waits until what the cell shows now is drawn, takes the still away and resolves to the pairs [part of the
// still, output in its place]; `fail(text)` leaves it and says why there is nothing else.
export async function putStill(cell, texts, renderHtml) {
  const { node } = cell;
  const stored = storedOutputs(cell);
  const explorer = sourceOf(cell).match(EXPLORER)?.[1];
  const question = questionOf(sourceOf(cell));
  const shown = outputsOf(node);
  const children = stored.map((output, i) => {
    const isExplorer = explorer && output.data?.["image/png"];
    const saved = output.data?.[WIDGET_VIEW] && savedForm(output.data, output.metadata ?? {}, texts, renderHtml);
    const content = isExplorer ? explorerStill(explorer, output, texts) : saved || shown[i]?.cloneNode(true);
    if (content === undefined) return element("div", { className: "jp-OutputArea-child" });
    for (const answer of content.querySelectorAll("details")) if (question) answer.remove(); // it would be one click away
    const text = texts[question ? "present.waiting.question" : "present.waiting"];
    const waiting = isExplorer || question ? [element("p", { className: "nnlab-waiting" }, text)] : [];
    if (content.matches(".jp-OutputArea-child")) {
      content.append(...waiting);
      return content;
    }
    return element("div", { className: "jp-OutputArea-child" }, element("div", { className: "jp-OutputArea-output" }, content, ...waiting));
  });
  const still = element("div", { className: "jp-Cell-outputWrapper nnlab-still" }, ...children);
  await loadImages(still);
  if (children.length > 0) node.append(still);
  return {
    async replace() {
      await waitUntilDrawn(cell);
      const pairs = [...still.children].flatMap((part, i) => (outputsOf(node)[i] ? [[part, outputsOf(node)[i]]] : []));
      still.remove();
      return pairs;
    },
    fail(text) {
      for (const waiting of still.querySelectorAll(".nnlab-waiting")) waiting.textContent = text;
    },
    remove: () => still.remove(),
  };
}
