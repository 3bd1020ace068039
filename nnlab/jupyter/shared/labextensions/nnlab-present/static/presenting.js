// Presents a notebook in JupyterLab: shows its own cells as slides, as they are stored at first, and brings them to life behind the slides.

import { cellRunner, runInOrder } from "./cell_runner.js";
import { startDeck } from "./deck.js";
import { attachAllCells, enterFullscreen, showCell } from "./fullscreen.js";
import { loadingScreen } from "./loading_screen.js";
import { questionOf } from "./question_cells.js";
import { putStill, shownOutputs, waitUntilRendered } from "./stills.js";
import { classVotes, voteAccess } from "./votes.js";

const FIND = {
  text: (node) => [...node.querySelectorAll(".jp-MarkdownOutput")],
  code: (node) => [...node.querySelectorAll(":scope > .jp-Cell-inputWrapper")],
  outputs: shownOutputs,
  rich: (node) => node.querySelector(".jp-OutputArea-output:not(.jp-RenderedText)") !== null,
};
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

// Present the notebook of `panel` until the reader leaves. `lab` has Lab's means to run cells: {runCell, NotebookActions}. `activate` brings the
// panel to the front; `presentNotebook` presents the notebook at another path, to which a link leads; `uncover` shows the answers to
// predictions, and returns a function that covers them again.
export async function present({ panel, lab, catalogue, activate, presentNotebook, uncover }) {
  if (isPresenting) return;
  isPresenting = true;
  await panel.context.ready;
  const notebook = panel.content;
  const texts = catalogue[languageOf(notebook)];
  const title = headingOf(notebook.widgets[0]) || panel.title.label;
  const cleanups = [() => (isPresenting = false)];
  let deck = null;
  let hasLeft = false;
  const isWanted = () => !hasLeft;
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
    await twoFrames(); // Lab still lays out the cells that it has opened
    if (hasLeft) return;
    cleanups.push(uncover(), enterFullscreen(panel), attachAllCells(notebook));
    const access = voteAccess();
    const onHub = async (code) => access?.onHub && panel.sessionContext.session?.kernel?.requestExecute({ code, silent: true }).done;
    cleanups.push(() => onHub(KEEP_ANSWERS).catch(() => {})); // a kernel that has ended keeps nothing
    await waitUntilRendered(notebook.widgets);
    const isAlive = completed.has(panel) && completed.get(panel) === panel.sessionContext.session?.kernel?.id;
    const stills = isAlive ? new Map() : await putStills(panel, texts);
    const removeStills = () => stills.forEach((still) => still.remove());
    cleanups.push(removeStills);
    if (hasLeft) {
      removeStills(); // all else was cleaned up when the reader left
      return;
    }
    const [runByReader, passed] = [new Set(), new Set()]; // cells that the reader has run, and whose turn to run has been
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
        const cell = notebook.widgets[index];
        runByReader.add(cell);
        while (stills.has(cell) && !passed.has(cell) && isWanted()) await new Promise((resolve) => setTimeout(resolve, 50));
        if (hasLeft) return;
        await lab.NotebookActions.runCells(notebook, [cell], panel.sessionContext);
        await stills.get(cell)?.replace();
      },
    });
    loading.node.remove();
    const showCellOf = (failure) => {
      leave();
      showCell(notebook, notebook.widgets.indexOf(failure.cell));
    };
    const prepare = () => onHub(KEEP_NO_ANSWERS);
    const onError = (error) => deck.showFailure(String(error.message ?? error), leave);
    if (!isAlive) bringToLife({ panel, lab, texts, stills, runByReader, passed, deck, prepare, isWanted, showCellOf }).catch(onError);
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
    loading.showFailure(String(error.message ?? error)); // its button leaves
    throw error;
  }
}

const twoFrames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

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

// Put a still in the place of the outputs of every code cell; resolves to cell -> still.
async function putStills(panel, texts) {
  const { widgets: cells, rendermime } = panel.content;
  function renderHtml(text) {
    const renderer = rendermime.createRenderer("text/html");
    renderer.renderModel(rendermime.createModel({ data: { "text/html": text } })); // not trusted: Lab takes scripts out
    return renderer.node;
  }
  const code = cells.filter((cell) => cell.model.type === "code");
  return new Map(await Promise.all(code.map(async (cell) => [cell, await putStill(cell, texts, renderHtml)])));
}

// Run all cells in their order, and show in place of its still what a cell shows when it has run. The deck says how far this is and, where
// one failed, which: its still stays. Those `runByReader` are left to the reader, who waits until their turn has `passed`.
async function bringToLife({ panel, lab, texts, stills, runByReader, passed, deck, prepare, isWanted, showCellOf }) {
  const notebook = panel.content;
  const cells = [...stills.keys()].filter((cell) => sourceOf(cell).trim());
  const drawn = [];
  deck.showRunning(texts["present.starting"]);
  const execute = cellRunner(panel, lab, texts["present.ended"]);
  async function run(cell) {
    passed.add(cell);
    if (runByReader.has(cell) || cell.editor?.hasFocus()) return null; // who changes a cell runs it
    const error = await execute(cell);
    if (error) stills.get(cell).fail(texts["present.failed.saved"]);
    else drawn.push(stills.get(cell).replace().then((pairs) => isWanted() && deck.cellHasRun(notebook.widgets.indexOf(cell), pairs)));
    return error;
  }
  function onStep(done, failures) {
    deck.showRunning(texts["present.running"].replace("{done}", done).replace("{all}", cells.length));
    if (failures.length > 0) deck.showFailure(failureText(notebook, failures, texts), () => showCellOf(failures[0]));
  }
  await panel.sessionContext.ready;
  if (!isWanted()) return;
  const kernel = panel.sessionContext.session?.kernel?.id;
  await prepare();
  const failures = await runInOrder(cells, { run, isWanted, onStep });
  for (const cell of stills.keys()) passed.add(cell);
  await Promise.all(drawn);
  if (!isWanted()) return;
  if (failures.length === 0) rememberCompleted(panel, kernel);
  deck.showRunning("");
}

// All cells have run in this kernel; a kernel that is started anew keeps its id, but nothing else.
function rememberCompleted(panel, kernel) {
  const { statusChanged } = panel.sessionContext;
  completed.set(panel, kernel);
  function onStatus(_, status) {
    if (!status.endsWith("restarting")) return;
    completed.delete(panel);
    statusChanged.disconnect(onStatus);
  }
  statusChanged.connect(onStatus);
}

// Which cell failed first and why, and how many did.
function failureText(notebook, failures, texts) {
  const [{ cell, error }] = failures;
  const index = notebook.widgets.indexOf(cell);
  const section = notebook.widgets.slice(0, index).map(headingOf).findLast(Boolean) ?? "";
  const place = texts["present.failed.cell"].replace("{place}", index + 1).replace("{section}", section);
  const others = failures.length > 1 ? ` ${texts["present.failed.others"].replace("{n}", failures.length - 1)}` : "";
  return `${place}: ${error.text}${others}`;
}
