// Presenting a notebook in JupyterLab: all cells run behind a curtain, then the notebook's own cells are the slides, so everything in them is alive.

import { startDeck } from "./deck.js";
import { curtain } from "./panels.js";
import { attachAll, lookAt, takeStage } from "./stage.js";

const FIND = {
  text: (node) => [...node.querySelectorAll(".jp-MarkdownOutput")],
  code: (node) => [...node.querySelectorAll(":scope > .jp-Cell-inputWrapper")],
  outputs: (node) => [...node.querySelectorAll(":scope > .jp-Cell-outputWrapper .jp-OutputArea-child")],
  rich: (node) => node.querySelector(".jp-OutputArea-output:not(.jp-RenderedText)") !== null,
};
const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json";
const DRAWN = ".nnlab-picture canvas[data-frames], .nnlab-prediction, .jupyter-widgets:not(.nnlab-explorer)";

const ran = new WeakMap(); // panel -> the kernel in which all its cells ran, so that coming back to the slides runs nothing again
let presenting = false;

/**
 * Present the notebook of `panel` until the reader leaves or something is in the way, which is then said. `activate` brings the panel to the front;
 * `goOn` presents the notebook at another path, to which a link leads.
 */
export async function present({ panel, NotebookActions, catalogue, activate, goOn }) {
  if (presenting) return;
  presenting = true;
  await panel.context.ready;
  const notebook = panel.content;
  const words = catalogue[languageOf(notebook)];
  const name = heading(notebook.widgets[0]) || panel.title.label;
  const undo = [() => (presenting = false)];
  let deck = null;
  let left = false;
  function leave() {
    if (left) return;
    left = true;
    const place = deck ? notebook.widgets.findIndex((cell) => cell.node === deck.cell().node) : -1;
    deck?.close();
    for (const step of undo.reverse()) step();
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    if (place >= 0) lookAt(notebook, place);
  }

  const veil = curtain({ words, name, leave });
  document.body.append(veil.node);
  document.body.classList.remove("nnlab-awaiting"); // the curtain is down; what is hidden could not take the focus
  activate();
  veil.focus();
  undo.push(() => veil.node.remove());
  try {
    await panel.sessionContext.ready;
    undo.push(takeStage(panel), attachAll(notebook));
    const kernel = panel.sessionContext.session?.kernel?.id;
    if (ran.get(panel) !== kernel) {
      const failures = await runAll(panel, NotebookActions, veil.show);
      if (left) return;
      if (failures.length === 0) ran.set(panel, kernel);
      else if ((await veil.fail(failures)) === "show") {
        leave();
        lookAt(notebook, failures[0].place - 1);
        return;
      }
    }
    await drawn(notebook);
    if (left) return;
    const page = `nnlab-page-${panel.context.path}`; // a page loaded anew goes on where it was
    deck = startDeck({
      stage: panel.node,
      content: notebook.node.querySelector(".jp-WindowedPanel-viewport"),
      cells: notebook.widgets.map(asCell),
      find: FIND,
      words,
      name,
      start: Number(sessionStorage.getItem(page) ?? 0),
      turned: (at) => sessionStorage.setItem(page, at),
      leave,
      run: (node) => runOne(panel, NotebookActions, node),
    });
    veil.node.remove();
    const followed = (event) => {
      const path = linked(event.target.closest("a"));
      if (path === null) return;
      event.preventDefault();
      event.stopPropagation();
      leave();
      goOn(path);
    };
    panel.node.addEventListener("click", followed, true);
    undo.push(() => panel.node.removeEventListener("click", followed, true));
  } catch (error) {
    await veil.fail([{ error: String(error.message ?? error) }]);
    leave();
    throw error;
  }
}

/** The path of the notebook that a link leads to, null where it leads elsewhere: Lab notes it beside the link, or in its address. */
function linked(link) {
  const told = link?.dataset.commandlinkerArgs;
  const path = told ? JSON.parse(told).path : link?.href && decodeURIComponent(new URL(link.href).pathname).match(/\/files\/(.+)$/)?.[1];
  return path?.endsWith(".ipynb") ? path : null;
}

/** The language of an edition: what its setup cell chooses, else that of Lab. */
export function languageOf(notebook) {
  const sources = notebook.widgets.map((cell) => cell.model.sharedModel.getSource()).join("\n");
  return sources.match(/use_language\("(ko|en)"\)/)?.[1] ?? (document.documentElement.lang.startsWith("ko") ? "ko" : "en");
}

function heading(cell) {
  return cell?.model.sharedModel.getSource().match(/^#+ +(.+)$/m)?.[1].replace(/[*_`$]/g, "") ?? "";
}

/** What the deck has to know of a cell. */
function asCell(cell) {
  const { model } = cell;
  const notes = model.getMetadata("nnlab")?.notes ?? {};
  return {
    node: cell.node,
    code: model.type === "code",
    type: model.getMetadata("slideshow")?.slide_type ?? "",
    tags: model.getMetadata("tags") ?? [],
    notes: Object.entries(notes).map(([kind, text]) => ({ kind, text })),
    title: heading(cell),
  };
}

/** Run every cell; `tell(done, all)` hears of each. Resolves to the cells that failed: their place, section, error and first line. */
async function runAll(panel, NotebookActions, tell) {
  const notebook = panel.content;
  const code = notebook.widgets.filter((cell) => cell.model.type === "code" && cell.model.sharedModel.getSource().trim());
  const failures = [];
  const done = new Set();
  const heard = (_, { notebook: whose, cell, success, error }) => {
    if (whose !== notebook || !code.includes(cell)) return;
    done.add(cell);
    if (!success && error) failures.push(failure(notebook, cell, error));
    tell(done.size, code.length);
  };
  tell(0, code.length);
  NotebookActions.executed.connect(heard);
  try {
    await NotebookActions.runAll(notebook, panel.sessionContext);
  } finally {
    NotebookActions.executed.disconnect(heard);
  }
  return failures;
}

function failure(notebook, cell, error) {
  const place = notebook.widgets.indexOf(cell);
  const section = notebook.widgets.slice(0, place).map(heading).filter(Boolean).at(-1) ?? "";
  const source = cell.model.sharedModel.getSource().trim().split("\n")[0];
  return { place: place + 1, section, error: `${error.errorName}: ${error.errorValue}`, source };
}

async function runOne(panel, NotebookActions, node) {
  const cell = panel.content.widgets.find((one) => one.node === node);
  await NotebookActions.runCells(panel.content, [cell], panel.sessionContext);
}

/** Wait until what the cells gave stands in the page: widgets, their first pictures, formulas. After ten seconds it is shown as it is. */
async function drawn(notebook) {
  const awaited = notebook.widgets.filter(
    (cell) => cell.model.type === "code" && cell.model.sharedModel.toJSON().outputs.some((output) => output.data?.[WIDGET_VIEW]),
  );
  const formulas = notebook.widgets.filter((cell) => cell.model.type === "markdown" && /\$/.test(cell.model.sharedModel.getSource().replace(/`[^`]*`/g, "")));
  const until = Date.now() + 10_000;
  const ready = () =>
    awaited.every((cell) => cell.node.querySelector(DRAWN)) && formulas.every((cell) => cell.node.querySelector("mjx-container"));
  while (!ready() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
  await document.fonts.ready;
}
