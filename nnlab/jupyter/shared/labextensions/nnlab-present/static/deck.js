// Presents a list of cells as slides that keys move through. It knows nothing of JupyterLab, so that handed-out slides use it too.

import { commandOf } from "./keys.js";
import { notesWindow } from "./notes_window.js";
import { fit, paginate, requestResolution, reveal, slidesOf } from "./pages.js";
import { blackScreen, element, jumpList, keyList, statusBar } from "./panels.js";

const PRINT_SIZE = { width: 1280, height: 720 }; // px; larger screens show the same, magnified
const MARGIN = { top: 24, side: 48, bottom: 52 }; // px at that size
const TEXT_FIELD = "textarea, select, [contenteditable=true], input:not([type=radio], [type=checkbox], [type=range], [type=button])";
const CONTROL = `button, input, select, textarea, summary, a[href], [role=slider], [contenteditable=true], canvas[tabindex="0"]`;
const PREVIEW_LENGTH = 70;

const windowSize = () => ({ width: window.innerWidth, height: window.innerHeight });

function toggleFullscreen() {
  (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {});
}

// What comes on the next page, in a few words: its section if that is new, else how it begins.
function preview(page, section) {
  if (!page) return "";
  if (page.slide.section !== section) return page.slide.section.title;
  const { node } = page.units[0];
  return (node.querySelector(".nnlab-title, legend") ?? node).textContent.trim().slice(0, PREVIEW_LENGTH);
}

// How well a page matches where the reader was: the same unit, the same cell, the same slide.
function similarity(page, current) {
  if (page.units.some((unit) => unit.node === current.node)) return 3;
  if (page.units.some((unit) => unit.cell === current.cell)) return 2;
  return page.slide === current.slide ? 1 : 0;
}

// Present `cells` in `content`, a part of the element `deck`. A cell: {node, code, type, tags, notes, title}. `find` finds the text, code and
// outputs in a cell's node. `onPage` hears of each page shown; `onLeave` is called when the reader leaves; `runCell` runs a node's cell again.
// Returns {close, print, afterPrint, currentCell}.
export function startDeck({ deck, content, cells, find, texts, title, start = 0, onPage = () => {}, onLeave = null, runCell = null }) {
  const slides = slidesOf(cells);
  let screenSize = windowSize;
  const view = {
    content,
    cells,
    find,
    shownUnits: [],
    shownCells: [],
    scale: () => Math.min(screenSize().width / PRINT_SIZE.width, screenSize().height / PRINT_SIZE.height),
    room() {
      const [scale, { width, height }] = [view.scale(), screenSize()];
      const [left, top] = [MARGIN.side * scale, MARGIN.top * scale];
      return { left, top, width: width - 2 * left, height: height - top - MARGIN.bottom * scale };
    },
  };
  let codeShown = false;
  let pages = [];
  let current = 0;
  let size = null; // of the page shown

  const jump = jumpList({ texts, goTo });
  const help = keyList({ texts, canLeave: onLeave !== null });
  const black = blackScreen();
  const notes = notesWindow({ texts, title, onKey });
  const [goBack, goOn, openJump] = [() => goTo(current - 1), () => goTo(current + 1), () => jump.open(pages, current)];
  const bar = statusBar({ texts, title, onBack: goBack, onNext: goOn, onJump: openJump, onHelp: help.open });
  const panels = [bar, jump, help, black].map((panel) => panel.node);
  deck.append(...panels);
  content.classList.add("nnlab-content");

  function layOut() {
    deck.style.setProperty("--nnlab-scale", view.scale());
    deck.style.setProperty("--nnlab-screen-width", `${screenSize().width}px`);
    pages = slides.flatMap((slide) => paginate(view, slide, codeShown));
  }

  function show() {
    const page = pages[current];
    const { section } = page.slide;
    const { cell } = page.units[0];
    reveal(view, page.slide, page.units);
    size = fit(view, page);
    if (page.units.some((unit) => unit.kind === "code")) fitAfterLayout(page);
    Object.assign(deck.dataset, { page: current + 1, pages: pages.length, section: section.title });
    requestResolution(view);
    bar.show(section.title, current + 1, pages.length);
    notes.show({
      title: section.title,
      notes: cell === section ? section.notes : [...section.notes, ...cell.notes],
      next: preview(pages[current + 1], section),
      page: current + 1,
      pages: pages.length,
    });
    onPage(current);
  }

  // An editor that was hidden knows its height two frames later: only then is the page fitted, and shown.
  function fitAfterLayout(page) {
    content.style.visibility = "hidden";
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        content.style.visibility = "";
        if (pages[current] === page) size = fit(view, page);
      }),
    );
  }

  function goTo(index) {
    if (index < 0 || index >= pages.length) return;
    current = index;
    if (content.contains(document.activeElement)) document.activeElement.blur();
    deck.focus({ preventScroll: true });
    show();
  }

  // What grows while it is shown (a prediction, a check) gets room by a smaller zoom; the zoom never grows back, which would be restless.
  const resizeObserver = new ResizeObserver(() => size !== null && (size = fit(view, size)));
  resizeObserver.observe(content);

  // Lay the slides out again and stay at the same cell; with `findCode`, go to the next code of its slide.
  function refresh({ findCode = false } = {}) {
    const before = { slide: pages[current].slide, ...pages[current].units[0] };
    layOut();
    const best = Math.max(...pages.map((page) => similarity(page, before)));
    current = best > 0 ? pages.findIndex((page) => similarity(page, before) === best) : Math.min(current, pages.length - 1);
    if (findCode) {
      const { slide } = pages[current];
      const found = pages.findIndex((page, i) => i >= current && page.slide === slide && page.units.some((unit) => unit.kind === "code"));
      if (found >= 0) current = found;
    }
    show();
  }

  async function runAgain(editor) {
    const cell = cells.find((one) => one.node.contains(editor));
    if (!cell) return;
    await runCell(cell.node);
    refresh();
  }

  function toggleCode() {
    codeShown = !codeShown;
    deck.classList.toggle("nnlab-code-shown", codeShown);
    refresh({ findCode: codeShown });
  }

  const visible = (selector) => [...content.querySelectorAll(selector)].filter((node) => node.checkVisibility());
  const commands = {
    next: goOn,
    back: goBack,
    first: () => goTo(0),
    last: () => goTo(pages.length - 1),
    toggleCode,
    toggleFullscreen,
    toggleBlackScreen: black.toggle,
    reset: () => visible(".nnlab-explorer .fa-undo").forEach((icon) => icon.closest("button").click()),
    preset: (number) => visible(".nnlab-preset")[number - 1]?.click(),
    notes: notes.open,
    jump: openJump,
    help: help.open,
    runCell: runCell && runAgain,
    ignore: () => {},
  };

  function onKey(event) {
    if (jump.node.open || help.node.open) return; // an open dialog handles its own keys
    const target = deck.contains(event.target) ? event.target : deck;
    const focus = target.closest(TEXT_FIELD) ? "text" : target.closest(CONTROL) ? "control" : "";
    const [name, argument] = commandOf(event, focus) ?? [];
    const escape = black.isShown ? black.toggle : focus === "text" ? () => goTo(current) : onLeave;
    const command = name === "escape" ? escape : commands[name];
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    command(argument);
  }
  const onResize = () => refresh();
  window.addEventListener("keydown", onKey, true);
  window.addEventListener("resize", onResize);

  function close() {
    window.removeEventListener("keydown", onKey, true);
    window.removeEventListener("resize", onResize);
    resizeObserver.disconnect();
    notes.close();
    for (const panel of panels) panel.remove();
    for (const hidden of cells.flatMap(({ node }) => [node, ...node.querySelectorAll(".nnlab-hidden")])) hidden.classList.remove("nnlab-hidden");
    for (const picture of content.querySelectorAll(".nnlab-picture canvas")) picture.style.removeProperty("--nnlab-picture-width");
    content.classList.remove("nnlab-content");
    content.style.zoom = content.style.visibility = "";
  }

  // Copy every page onto a printed page of its own.
  function print() {
    screenSize = () => PRINT_SIZE;
    layOut();
    pages.forEach((page, i) => {
      reveal(view, page.slide, page.units);
      fit(view, page);
      const printed = element("section", "nnlab-deck nnlab-print-page");
      printed.style.cssText = deck.style.cssText;
      const copy = content.cloneNode(true);
      for (const hidden of copy.querySelectorAll(".nnlab-hidden")) hidden.remove();
      printed.append(copy, element("footer", "", `${i + 1} / ${pages.length}`));
      document.body.append(printed);
    });
  }

  function afterPrint() {
    for (const printed of document.querySelectorAll(".nnlab-print-page")) printed.remove();
    screenSize = windowSize;
    refresh();
  }

  layOut();
  if (pages.length === 0) throw new Error(texts["present.nothing"]);
  goTo(Math.min(start, pages.length - 1));
  return { close, print, afterPrint, currentCell: () => pages[current].units[0].cell };
}
