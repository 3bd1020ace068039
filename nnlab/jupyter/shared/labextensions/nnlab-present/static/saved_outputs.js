// Shows the picture or question that was saved with a notebook where JupyterLab finds no live widget for it, as after a restart.

import { element } from "./dom.js";
import { questionOf } from "./question_cells.js";

const NOT_FOUND = "Error displaying widget"; // what JupyterLab's widget manager writes in place of the widget
const isNotFound = (node) => node.classList?.contains("jupyter-widgets") && node.textContent.startsWith(NOT_FOUND);

// The saved form of an output with this `data` and `metadata`, null where it has none; `renderHtml(text)` gives an element.
export function savedForm(data, metadata, texts, renderHtml) {
  const picture = data["image/png"];
  const run = element("p", { className: "nnlab-saved" }, texts["present.saved"]);
  if (picture) {
    const alt = metadata["image/png"]?.alt ?? "";
    const image = element("img", { src: `data:image/png;base64,${picture}`, alt });
    return element("figure", { className: "nnlab-saved-picture" }, image, element("figcaption", {}, alt), run);
  }
  const question = data["text/html"];
  return question ? element("div", {}, renderHtml(question), run) : null;
}

// Marks in a saved `question` the choice that was locked in first of those that are still offered, and unfolds the reason. The saved text is
// that of one language: an answer that was given in the other one is found by no text, and is marked when the cell is run.
export function markAnswer(question, answers, texts) {
  const items = [...question.querySelectorAll("li")];
  const itemOf = ({ text }) => items.find((item) => item.textContent.trim() === text);
  const answer = answers.find(itemOf);
  if (!answer) return;
  itemOf(answer).append(element("em", {}, ` ${answer.choice === "right" ? "✓" : "✗"} ${texts["present.saved.choice"]}`));
  question.querySelector("details").open = true;
}

// Replaces every such output of the notebook of `panel`, now and when more appear; `answers` resolves to what was answered before.
export function showSavedOutputs(panel, texts, answers) {
  const notebook = panel.content;

  function renderHtml(text, id) {
    const model = notebook.rendermime.createModel({ data: { "text/html": text } }); // not trusted: Lab takes scripts out
    const renderer = notebook.rendermime.createRenderer("text/html");
    Promise.all([answers, renderer.renderModel(model)]).then(([known]) => known.has(id) && markAnswer(renderer.node, known.get(id), texts));
    return renderer.node;
  }

  function replace(node) {
    const cell = notebook.widgets.find((widget) => widget.node.contains(node));
    const place = [...(cell?.node.querySelectorAll(".jp-OutputArea-child") ?? [])].findIndex((child) => child.contains(node));
    const output = cell?.model.sharedModel.toJSON().outputs?.[place];
    const id = cell && questionOf(cell.model.sharedModel.getSource())?.id;
    const saved = output?.data && savedForm(output.data, output.metadata ?? {}, texts, (text) => renderHtml(text, id));
    if (saved) node.replaceChildren(saved);
  }

  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) if (isNotFound(target)) replace(target);
  });
  observer.observe(notebook.node, { subtree: true, childList: true });
  panel.disposed.connect(() => observer.disconnect());
  notebook.node.querySelectorAll(".jupyter-widgets").forEach((node) => isNotFound(node) && replace(node));
}
