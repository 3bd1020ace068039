// Presents a list of cells as slides that keys move through. It knows nothing of JupyterLab, so that handed-out slides use it too.

import { element } from "./dom.js";
import { drawingTools } from "./drawing_tools.js";
import { commandOf } from "./keys.js";
import { firstWords, nextSlide } from "./next_slide.js";
import { notesWindow } from "./notes_window.js";
import { fit, isExercise, paginate, replacePages, requestResolution, reveal, slidesOf, unitsOf } from "./pages.js";
import { jumpList, keyList, statusBar } from "./panels.js";
import { sharesBefore, statedMinutes, takesLong } from "./schedule.js";
import { splitSentences } from "./sentences.js";

const PRINT_SIZE = { width: 1280, height: 720 }; // px; larger screens show the same, magnified
const MARGIN = { top: 24, side: 48, bottom: 52 }; // px at that size
const VOTE_WIDTH = 300; // px at that size, kept free at the right of a prediction that the class votes on
const TEXT_FIELD = "textarea, select, [contenteditable=true], input:not([type=radio], [type=checkbox], [type=range], [type=button])";
const CONTROL = `button, input, select, textarea, summary, a[href], [role=slider], [contenteditable=true], canvas[tabindex="0"]`;

function toggleFullscreen() {
  (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {});
}

// Present `cells` in `content`, a part of the element `deck`. A cell: {node, code, type, tags, notes, title}. `find` finds the text, code
// and outputs in a cell's node. `onPage` hears of each page shown; `onLeave` is called when the reader leaves; `runCell` runs the cell at
// an index again; `votes` are those of the class for the predictions (votes.js). Returns {close, print, afterPrint, currentIndex, cellHasRun,
// showRunning, showFailure}: `currentIndex()` is of the cell with which the page shown begins.
export function startDeck({
  deck, content, cells, find, texts, title, start = 0, onPage = () => {}, onLeave = null, runCell = null, votes = null,
}) {
  const slides = slidesOf(cells);
  let isPrinting = false;
  const screenSize = () => (isPrinting ? PRINT_SIZE : { width: window.innerWidth, height: window.innerHeight });
  const view = {
    content,
    cells,
    find,
    shownUnits: [],
    shownCells: [],
    freeWidth: 0, // px at that size, at the right
    scale: () => Math.min(screenSize().width / PRINT_SIZE.width, screenSize().height / PRINT_SIZE.height),
    room() {
      const [scale, { width, height }] = [view.scale(), screenSize()];
      const [left, top] = [MARGIN.side * scale, MARGIN.top * scale];
      return { left, top, width: width - 2 * left - view.freeWidth * scale, height: height - top - MARGIN.bottom * scale };
    },
  };
  let codeShown = false;
  let pages = [];
  let shares = []; // of the planned time that is over when each page begins
  const outdated = new Set(); // slides with a cell that has run since they were laid out
  let current = 0;
  let size; // of the page shown

  const jump = jumpList({ texts, goTo });
  const help = keyList({ texts, canLeave: onLeave !== null, canVote: votes !== null });
  const blackScreen = element("div", { className: "nnlab-black-screen", hidden: true });
  const toggleBlackScreen = () => blackScreen.toggleAttribute("hidden");
  const minutes = statedMinutes(cells[0]?.node.textContent ?? "");
  const notes = notesWindow({ texts, title, onKey, minutes, votes });
  const tools = drawingTools({ deck, content, scale: view.scale, onZoom: () => requestResolution(view) });
  const textCells = slides.filter((slide) => !isExercise(slide)).flatMap((slide) => slide.cells.filter((cell) => !cell.code));
  const joinSentences = splitSentences(textCells.map((cell) => cell.node));
  const [goBack, goOn, openJump] = [() => goTo(current - 1), () => goTo(current + 1), () => jump.open(pages, current)];
  const bar = statusBar({ texts, title, onBack: goBack, onNext: goOn, onJump: openJump, onHelp: help.open });
  const panels = [bar.node, jump.node, help.node, blackScreen, ...tools.nodes, ...(votes ? [votes.node] : [])];
  deck.append(...panels);
  content.classList.add("nnlab-content");

  function layOut() {
    tools.unzoom(); // sizes are measured as they are on the screen
    deck.style.setProperty("--nnlab-scale", view.scale());
    deck.style.setProperty("--nnlab-screen-width", `${screenSize().width}px`);
    pages = slides.flatMap(pagesOf);
    outdated.clear();
    shares = sharesBefore(pages, takesLong);
  }

  function pagesOf(slide) {
    makeRoom(slide);
    return paginate(view, slide, codeShown);
  }

  // Lay out the slide of the page at `index` again, where one of its cells has run; returns the index of what is there now.
  function bringUpToDate(index) {
    const { slide } = pages[index];
    if (!outdated.delete(slide)) return index;
    tools.unzoom();
    const replaced = replacePages(pages, slide, pagesOf(slide), index);
    pages = replaced.pages;
    shares = sharesBefore(pages, takesLong);
    return replaced.index;
  }

  const hasUnits = (slide) => slide.cells.some((cell) => unitsOf(cell, find, codeShown).length > 0);
  const lacksPage = (slide) => pages.every((page) => page.slide !== slide) && hasUnits(slide);

  // A cell has run, and each pair [before, after] of `outputs` took the place of the other. Only the slide on the screen is laid out at once:
  // measuring hides a slide for a moment, which takes the focus from what is used on it.
  function cellHasRun(index, outputs) {
    for (const pair of outputs) tools.rename(...pair);
    for (const slide of slides) if (slide.cells.includes(cells[index]) || slide.companion === cells[index]) outdated.add(slide);
    if ([...outdated].some(lacksPage)) refresh(); // nothing was stored of what it shows
    else if (outdated.has(pages[current].slide)) {
      current = bringUpToDate(current);
      show();
    }
  }

  const votedCell = (parts) => (votes ? parts.find((cell) => cell.prediction) : undefined);

  // Keep room at the right of a slide on whose prediction the class votes.
  function makeRoom(slide, needsRoom = true) {
    const isVotedOn = votedCell(slide.cells) !== undefined;
    view.freeWidth = isVotedOn && !isPrinting && needsRoom ? VOTE_WIDTH : 0;
    deck.style.setProperty("--nnlab-free-width", `${view.freeWidth * view.scale()}px`);
    deck.classList.toggle("nnlab-voting", isVotedOn);
  }

  function show() {
    const page = pages[current];
    const { section } = page.slide;
    const { cell } = page.units[0];
    tools.show(page.units[0].node, page.units.at(-1).node);
    makeRoom(page.slide, votes?.takesRoom);
    reveal(view, page.slide, page.units);
    size = fit(view, page);
    if (page.units.some((unit) => unit.kind === "code")) fitAfterLayout(page);
    Object.assign(deck.dataset, { page: current + 1, pages: pages.length, section: section.title });
    requestResolution(view);
    bar.show(section.title, current + 1, pages.length);
    notes.show({
      title: section.title,
      notes: cell === section ? section.notes : [...section.notes, ...cell.notes],
      next: firstWords(pages[current + 1], section),
      preview: () => (pages[current + 1] ? nextSlide(pages[current + 1]) : []),
      shares: [shares[current], shares[current + 1] ?? 1],
      page: current + 1,
      pages: pages.length,
    });
    votes?.show(votedCell(page.units.map((unit) => unit.cell)));
    onPage(current);
  }

  // An editor that was hidden knows its height two frames later: only then is the page fitted, and shown.
  function fitAfterLayout(page) {
    content.style.visibility = "hidden";
    const fitAndShow = () => {
      content.style.visibility = "";
      if (pages[current] === page) size = fit(view, page);
    };
    requestAnimationFrame(() => requestAnimationFrame(fitAndShow));
  }

  function goTo(index) {
    if (index < 0 || index >= pages.length) return;
    current = bringUpToDate(index);
    if (pages[current + 1]) bringUpToDate(current + 1); // the speaker sees it
    if (content.contains(document.activeElement)) document.activeElement.blur();
    deck.focus({ preventScroll: true });
    show();
  }

  if (votes) {
    votes.onRoom = () => {
      tools.unzoom();
      makeRoom(pages[current].slide, votes.takesRoom);
      size = fit(view, pages[current]);
    };
  }

  // What grows while it is shown (a prediction, a check) gets room by a smaller zoom; the zoom never grows back, which would be restless.
  const resizeObserver = new ResizeObserver(() => {
    tools.unzoom();
    size = fit(view, size);
  });

  // Lay the slides out again and stay at the same place: at the same unit, or else cell, slide or page number.
  function layOutAgain() {
    const { slide, units: [first] } = pages[current];
    layOut();
    const places = [
      pages.findIndex((page) => page.units.some((unit) => unit.node === first.node)),
      pages.findIndex((page) => page.units.some((unit) => unit.cell === first.cell)),
      pages.findIndex((page) => page.slide === slide),
      Math.min(current, pages.length - 1),
    ];
    current = places.find((index) => index >= 0);
  }

  function refresh() {
    layOutAgain();
    show();
  }

  async function runAgain(editor) {
    await runCell(cells.findIndex((cell) => cell.node.contains(editor)));
    refresh();
  }

  // When code gets shown, go to the next code of the slide.
  function toggleCode() {
    codeShown = !codeShown;
    deck.classList.toggle("nnlab-code-shown", codeShown);
    layOutAgain();
    const { slide } = pages[current];
    const isNextCode = (page, i) => i >= current && page.slide === slide && page.units.some((unit) => unit.kind === "code");
    if (codeShown) current = Math.max(current, pages.findIndex(isNextCode));
    show();
  }

  const visible = (selector) => [...content.querySelectorAll(selector)].filter((node) => node.checkVisibility());
  const commands = {
    next: goOn,
    back: goBack,
    first: () => goTo(0),
    last: () => goTo(pages.length - 1),
    toggleCode,
    toggleFullscreen,
    toggleBlackScreen,
    reset: () => visible(".nnlab-explorer .fa-undo").forEach((icon) => icon.closest("button").click()),
    preset: (number) => visible(".nnlab-preset")[number - 1]?.click(),
    notes: notes.open,
    jump: openJump,
    help: help.open,
    runCell: runCell && runAgain,
    ...tools.commands,
    ...votes?.commands,
    ignore: () => {},
  };

  function onKey(event) {
    if (jump.node.open || help.node.open || event.target.closest?.(".jp-Dialog")) return; // an open dialog handles its own keys
    const target = deck.contains(event.target) ? event.target : deck;
    const focus = target.closest(TEXT_FIELD) ? "text" : target.closest(CONTROL) ? "control" : "";
    const [name, argument] = commandOf(event, focus) ?? [];
    const escape = !blackScreen.hidden ? toggleBlackScreen : focus === "text" ? () => goTo(current) : () => tools.putAway() || onLeave?.();
    const command = name === "escape" ? escape : commands[name];
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat && votes?.commands[name]) return; // a key that is held down opens and closes no vote
    command(argument);
  }
  window.addEventListener("keydown", onKey, true);
  window.addEventListener("resize", refresh);

  function close() {
    window.removeEventListener("keydown", onKey, true);
    window.removeEventListener("resize", refresh);
    resizeObserver.disconnect();
    notes.close();
    tools.close();
    joinSentences();
    votes?.close();
    deck.classList.remove("nnlab-voting");
    deck.removeAttribute("data-running");
    for (const panel of panels) panel.remove();
    for (const hidden of content.querySelectorAll(".nnlab-hidden")) hidden.classList.remove("nnlab-hidden");
    for (const picture of content.querySelectorAll(".nnlab-picture canvas")) picture.style.removeProperty("--nnlab-picture-width");
    content.classList.remove("nnlab-content", "nnlab-two-columns", "nnlab-side");
    for (const companion of content.querySelectorAll(".nnlab-companion")) companion.classList.remove("nnlab-companion");
    content.style.zoom = content.style.visibility = "";
  }

  // Copy every page onto a printed page of its own.
  function print() {
    isPrinting = true;
    layOut();
    pages.forEach((page, i) => {
      makeRoom(page.slide);
      reveal(view, page.slide, page.units);
      fit(view, page);
      const copy = content.cloneNode(true);
      for (const hidden of copy.querySelectorAll(".nnlab-hidden")) hidden.remove();
      const footer = element("footer", {}, `${i + 1} / ${pages.length}`);
      document.body.append(element("section", { className: "nnlab-deck nnlab-print-page", style: deck.style.cssText }, copy, footer));
    });
  }

  function afterPrint() {
    for (const printed of document.querySelectorAll(".nnlab-print-page")) printed.remove();
    isPrinting = false;
    refresh();
  }

  layOut();
  if (pages.length === 0) {
    close();
    throw new Error(texts["present.nothing"]);
  }
  goTo(Math.min(start, pages.length - 1));
  resizeObserver.observe(content);
  const currentIndex = () => cells.indexOf(pages[current].units[0].cell);
  function showRunning(text) {
    bar.showRunning(text);
    deck.toggleAttribute("data-running", text !== "");
  }
  return { close, print, afterPrint, currentIndex, cellHasRun, showRunning, showFailure: bar.showFailure };
}
