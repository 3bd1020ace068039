// Presents a notebook in JupyterLab: runs all cells behind a loading screen, then shows the notebook's own, live cells as slides.

import { startDeck } from "./deck.js";
import { attachAllCells, enterFullscreen, showCell } from "./fullscreen.js";
import { loadingScreen } from "./loading_screen.js";
import { questionOf } from "./question_cells.js";
import { classVotes, voteAccess } from "./votes.js";

const FIND = {
  text: (node) => [...node.querySelectorAll(".jp-MarkdownOutput")],
  code: (node) => [...node.querySelectorAll(":scope > .jp-Cell-inputWrapper")],
  outputs: (node) => [...node.querySelectorAll(":scope > .jp-Cell-outputWrapper .jp-OutputArea-child")],
  rich: (node) => node.querySelector(".jp-OutputArea-output:not(.jp-RenderedText)") !== null,
};
const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json";
const DRAWN_WIDGET = ".nnlab-picture canvas[data-frames], .nnlab-prediction, .jupyter-widgets:not(.nnlab-explorer)";
const DRAWING_TIMEOUT_MS = 10_000;
const KEEP_NO_ANSWERS = `import os
os.environ.setdefault("NNLAB_OWN_PROGRESS", os.environ.get("NNLAB_PROGRESS", ""))
os.environ["NNLAB_PROGRESS"] = "off"`; // as `nnlab present --class` does on a laptop, which ends with the class; a hub's kernel goes on
const KEEP_ANSWERS = `import os
os.environ["NNLAB_PROGRESS"] = os.environ.pop("NNLAB_OWN_PROGRESS", os.environ.get("NNLAB_PROGRESS", ""))`;

const completed = new WeakMap(); // panel -> id of the kernel in which all its cells have run: then they need not run again
let isPresenting = false;

// Show the page: nothing hides it from now on.
export function endOpening() {
  document.body.classList.remove("nnlab-opening");
  document.documentElement.classList.add("nnlab-ready");
}

// Present the notebook of `panel` until the reader leaves; failures are reported on the loading screen. `activate` brings the panel to the
// front; `presentNotebook` presents the notebook at another path, to which a link leads; `uncover` shows the answers to predictions, and
// returns a function that covers them again.
export async function present({ panel, NotebookActions, catalogue, activate, presentNotebook, uncover }) {
  if (isPresenting) return;
  isPresenting = true;
  await panel.context.ready;
  const notebook = panel.content;
  const texts = catalogue[languageOf(notebook)];
  const title = headingOf(notebook.widgets[0]) || panel.title.label;
  const cleanups = [() => (isPresenting = false)];
  let deck = null;
  let hasLeft = false;
  function leave() {
    if (hasLeft) return;
    hasLeft = true;
    const index = deck?.currentIndex();
    deck?.close();
    for (const cleanup of cleanups.toReversed()) cleanup();
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    if (deck) showCell(notebook, index);
  }

  const loading = loadingScreen({ texts, title, onLeave: leave });
  document.body.append(loading.node);
  endOpening(); // the loading screen covers Lab now; while it was hidden it could not take the focus
  activate();
  loading.focus();
  cleanups.push(() => loading.node.remove());
  const pageKey = `nnlab-page-${panel.context.path}`; // after a reload, the slides go on where they were
  const startPage = Number(sessionStorage.getItem(pageKey) ?? 0);
  if (startPage === 0) textOf(notebook.widgets[0], () => loading.node.isConnected).then((text) => text && loading.showFirst(text));
  try {
    await panel.sessionContext.ready;
    if (hasLeft) return;
    cleanups.push(uncover(), enterFullscreen(panel), attachAllCells(notebook));
    const access = voteAccess();
    const onHub = async (code) => access?.onHub && panel.sessionContext.session?.kernel?.requestExecute({ code, silent: true }).done;
    await onHub(KEEP_NO_ANSWERS);
    cleanups.push(() => onHub(KEEP_ANSWERS).catch(() => {})); // a kernel that has ended keeps nothing
    const kernel = panel.sessionContext.session?.kernel?.id;
    if (completed.get(panel) !== kernel) {
      const failures = await runAll(panel, NotebookActions, loading.showProgress);
      if (hasLeft) return;
      if (failures.length === 0) completed.set(panel, kernel);
      else if ((await loading.askAfterFailure(failures)) === "show") {
        leave();
        showCell(notebook, failures[0].number - 1);
        return;
      }
    }
    await waitUntilDrawn(notebook);
    if (hasLeft) return;
    deck = startDeck({
      votes: access && classVotes({ texts, access }),
      deck: panel.node,
      content: notebook.node.querySelector(".jp-WindowedPanel-viewport"),
      cells: notebook.widgets.map(deckCell),
      find: FIND,
      texts,
      title,
      start: startPage,
      onPage: (page) => sessionStorage.setItem(pageKey, page),
      onLeave: leave,
      async runCell(index) {
        await onHub(KEEP_NO_ANSWERS); // the kernel may have been started anew
        await NotebookActions.runCells(notebook, [notebook.widgets[index]], panel.sessionContext);
      },
    });
    loading.node.remove();
    const onClick = (event) => {
      const path = notebookPathOf(event.target.closest("a"));
      if (path === null) return;
      event.preventDefault();
      event.stopPropagation();
      leave();
      presentNotebook(path);
    };
    panel.node.addEventListener("click", onClick, true);
    cleanups.push(() => panel.node.removeEventListener("click", onClick, true));
  } catch (error) {
    await loading.askAfterFailure([{ error: String(error.message ?? error) }]);
    leave();
    throw error;
  }
}

// The rendered text of a cell, as soon as Lab has rendered it; null for code, or once `isWanted()` is false.
async function textOf(cell, isWanted) {
  if (cell?.model.type !== "markdown") return null;
  for (; isWanted(); await new Promise((resolve) => setTimeout(resolve, 50))) {
    const text = cell.node.querySelector(".jp-MarkdownOutput");
    if (text?.childElementCount) return text;
  }
  return null;
}

// The path of the notebook that a link leads to, null where it leads elsewhere; Lab keeps the path beside the link or in its address.
function notebookPathOf(link) {
  const command = link?.dataset.commandlinkerArgs;
  const filePath = () => link?.href && decodeURIComponent(new URL(link.href).pathname).match(/\/files\/(.+)$/)?.[1];
  const path = command ? JSON.parse(command).path : filePath();
  return path?.endsWith(".ipynb") ? path : null;
}

export const labLanguage = document.documentElement.lang.startsWith("ko") ? "ko" : "en";
const sourceOf = (cell) => cell.model.sharedModel.getSource();

// The language of a notebook: the one that its setup cell chooses, else that of Lab.
export function languageOf(notebook) {
  const sources = notebook.widgets.map(sourceOf).join("\n");
  return sources.match(/use_language\("(ko|en)"\)/)?.[1] ?? labLanguage;
}

function headingOf(cell) {
  const heading = cell?.model.type === "markdown" && sourceOf(cell).match(/^#+ +(.+)$/m);
  return heading ? heading[1].replace(/[*_`$]/g, "") : "";
}

// A cell as the deck takes it.
function deckCell(cell) {
  const { model } = cell;
  const notes = model.getMetadata("nnlab")?.notes ?? {};
  return {
    node: cell.node,
    code: model.type === "code",
    type: model.getMetadata("slideshow")?.slide_type ?? "",
    tags: model.getMetadata("tags") ?? [],
    notes: Object.entries(notes).map(([kind, text]) => ({ kind, text })),
    title: headingOf(cell),
    prediction: model.type === "code" ? (questionOf(sourceOf(cell))?.id ?? null) : null, // the id of its question
  };
}

// Run every cell; `onProgress(done, all)` hears of each. Resolves to the failures: the number, section, error and first line of each cell.
async function runAll(panel, NotebookActions, onProgress) {
  const notebook = panel.content;
  const cells = notebook.widgets.filter((cell) => cell.model.type === "code" && sourceOf(cell).trim());
  const failures = [];
  const done = new Set();
  const onExecuted = (_, { notebook: other, cell, success, error }) => {
    if (other !== notebook || !cells.includes(cell)) return;
    done.add(cell);
    if (!success && error) failures.push(failureOf(notebook, cell, error));
    onProgress(done.size, cells.length);
  };
  onProgress(0, cells.length);
  NotebookActions.executed.connect(onExecuted);
  try {
    await NotebookActions.runAll(notebook, panel.sessionContext);
  } finally {
    NotebookActions.executed.disconnect(onExecuted);
  }
  return failures;
}

function failureOf(notebook, cell, error) {
  const index = notebook.widgets.indexOf(cell);
  const section = notebook.widgets.slice(0, index).map(headingOf).findLast(Boolean) ?? "";
  return { number: index + 1, section, error: `${error.errorName}: ${error.errorValue}`, source: sourceOf(cell).trim().split("\n")[0] };
}

function showsWidget({ model }) {
  return model.type === "code" && model.sharedModel.toJSON().outputs.some((output) => output.data?.[WIDGET_VIEW]);
}

// Wait until widgets, their first pictures and formulas are in the page, or until the time is up.
async function waitUntilDrawn(notebook) {
  const widgets = notebook.widgets.filter(showsWidget);
  const formulas = notebook.widgets.filter((cell) => cell.model.type === "markdown" && /\$/.test(sourceOf(cell).replace(/`[^`]*`/g, "")));
  const isDrawn = () =>
    widgets.every((cell) => cell.node.querySelector(DRAWN_WIDGET)) && formulas.every((cell) => cell.node.querySelector("mjx-container"));
  const deadline = Date.now() + DRAWING_TIMEOUT_MS;
  while (!isDrawn() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  await document.fonts.ready;
}
