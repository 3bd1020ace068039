// Presenting: a list of cells becomes pages on a stage, moved by keys. It knows nothing of JupyterLab, so that handed-out slides use it too.

import { fit, paginate, reveal, sharpen, slidesOf } from "./pages.js";
import { bar, blank, element, helpList, jumpList, notesWindow } from "./panels.js";

const PAPER = { width: 1280, height: 720 };
const MARGIN = { top: 24, side: 48, bottom: 52 }; // of such a screen
const TYPING = "textarea, select, [contenteditable=true], input:not([type=radio], [type=checkbox], [type=range], [type=button])";
const CONTROL = `button, input, select, textarea, summary, a[href], [role=slider], [contenteditable=true], canvas[tabindex="0"]`;

/** The letter of a key, also where the keyboard is set to Hangul, which has no Latin letters. */
function letter(event) {
  if (/^[!-~]$/.test(event.key)) return event.key.toLowerCase();
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : "";
}

/** What comes on the next page, in a few words: a new section, or how the page begins. */
function preview(page, section) {
  if (!page) return "";
  if (page.slide.section !== section) return page.slide.section.title;
  const { node } = page.units[0];
  return (node.querySelector(".nnlab-title, legend") ?? node).textContent.trim().slice(0, 70);
}

/**
 * Present `cells` in `content`, which lies in `stage`. A cell: {node, code, type, tags, notes, title}. `find` says where a cell's text, code and
 * outputs are. `leave` is called when the reader leaves.
 * Returns {close, print, afterPrint, cell}.
 */
export function startDeck({ stage, content, cells, find, words, name, start = 0, turned = () => {}, leave = null, run = null }) {
  const slides = slidesOf(cells);
  let screen = () => ({ width: window.innerWidth, height: window.innerHeight });
  const view = {
    content,
    cells,
    find,
    shown: [],
    holding: [],
    scale: () => Math.min(screen().width / PAPER.width, screen().height / PAPER.height),
    room() {
      const [scale, { width, height }] = [view.scale(), screen()];
      const [left, top] = [MARGIN.side * scale, MARGIN.top * scale];
      return { left, top, width: width - 2 * left, height: height - top - MARGIN.bottom * scale };
    },
  };
  let unfolded = false;
  let pages = [];
  let at = 0;
  let size = null;

  const panels = {
    bar: bar({ words, name, back: () => go(at - 1), next: () => go(at + 1), jump: () => letters.j(), help: () => panels.help.open() }),
    jump: jumpList({ words, go }),
    help: helpList({ words, leaves: leave !== null }),
    notes: notesWindow({ words, name, pressed }),
    blank: blank(),
  };
  for (const part of ["bar", "jump", "help", "blank"]) stage.append(panels[part].node);
  content.classList.add("nnlab-content");

  function layOut() {
    stage.style.setProperty("--nnlab-scale", view.scale());
    stage.style.setProperty("--nnlab-wide", `${screen().width}px`);
    pages = slides.flatMap((slide) => paginate(view, slide, unfolded));
  }

  function show() {
    const page = pages[at];
    reveal(view, page.slide, page.units);
    size = fit(view, page);
    if (page.units.some((unit) => unit.kind === "code")) settle(page);
    stage.dataset.page = at + 1;
    stage.dataset.pages = pages.length;
    stage.dataset.section = page.slide.section.title;
    sharpen(view);
    const notes = [page.slide.section, ...(page.units[0].cell === page.slide.section ? [] : [page.units[0].cell])].flatMap((cell) => cell.notes);
    panels.bar.show(page.slide.section.title, at + 1, pages.length);
    panels.notes.show({ title: page.slide.section.title, notes, after: preview(pages[at + 1], page.slide.section), page: at + 1, pages: pages.length });
    turned(at);
  }

  /** An editor that was hidden takes a moment to know its height; only then is the page fitted for good, before it is seen. */
  function settle(page) {
    content.style.visibility = "hidden";
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        content.style.visibility = "";
        if (pages[at] === page) size = fit(view, page);
      }),
    );
  }

  function go(place) {
    if (place < 0 || place >= pages.length) return;
    at = place;
    if (content.contains(document.activeElement)) document.activeElement.blur();
    stage.focus({ preventScroll: true });
    show();
  }

  // What answers or grows while it is shown (a prediction, a check) gets room by less zoom; it never jumps back, for that would unsettle the eye.
  const grown = new ResizeObserver(() => size !== null && (size = fit(view, size)));
  grown.observe(content);

  /** Part the slides anew, and stay where we are: at the cell that comes first on this page, or at the next code where `code` was asked for. */
  function refresh({ code = false } = {}) {
    const here = { slide: pages[at].slide, ...pages[at].units[0] };
    layOut();
    const has = (page, same) => page.units.some(same);
    const nearness = (page) =>
      has(page, (unit) => unit.node === here.node) ? 3 : has(page, (unit) => unit.cell === here.cell) ? 2 : page.slide === here.slide ? 1 : 0;
    const nearest = Math.max(...pages.map(nearness));
    at = nearest > 0 ? pages.findIndex((page) => nearness(page) === nearest) : Math.min(at, pages.length - 1);
    if (code) {
      const within = (page) => page.slide === pages[at].slide && page.units.some((unit) => unit.kind === "code");
      const found = pages.findIndex((page, place) => place >= at && within(page));
      if (found >= 0) at = found;
    }
    show();
  }

  async function rerun(editor) {
    const cell = cells.find((one) => one.node.contains(editor));
    if (!cell) return;
    await run(cell.node);
    refresh();
  }

  function foldOrUnfold() {
    unfolded = !unfolded;
    stage.classList.toggle("nnlab-unfolded", unfolded);
    refresh({ code: unfolded });
  }

  const visible = (selector) => [...content.querySelectorAll(selector)].filter((node) => node.checkVisibility());
  const letters = {
    c: foldOrUnfold,
    r: () => visible(".nnlab-explorer .fa-undo").forEach((icon) => icon.closest("button").click()),
    s: () => panels.notes.open(),
    j: () => panels.jump.open(pages, at),
    b: () => panels.blank.toggle(),
    ".": () => panels.blank.toggle(),
    f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {}),
    h: () => panels.help.open(),
    "?": () => panels.help.open(),
  };
  const moves = {
    PageDown: () => go(at + 1),
    PageUp: () => go(at - 1),
  };
  const bare = {
    ArrowRight: () => go(at + 1),
    ArrowLeft: () => go(at - 1),
    " ": (event) => go(event.shiftKey ? at - 1 : at + 1),
    Home: () => go(0),
    End: () => go(pages.length - 1),
  };

  /** What a key does; null where it is not ours. `free`: no control has the focus, `typing`: letters are being written. */
  function meaning(event, free, typing) {
    if (run && typing && event.key === "Enter" && (event.shiftKey || event.ctrlKey)) return () => rerun(event.target);
    if (event.ctrlKey || event.metaKey || event.altKey) return null;
    if (event.key === "F5") return () => {}; // the start button of many clickers; here it would load the page anew
    if (moves[event.key]) return moves[event.key];
    if (event.key === "Escape") return panels.blank.on ? panels.blank.toggle : typing ? () => go(at) : leave;
    if (typing) return null;
    if (free && bare[event.key]) return () => bare[event.key](event);
    const key = letter(event);
    if (/^[1-9]$/.test(key)) return () => visible(".nnlab-preset")[key - 1]?.click();
    return letters[key] ?? null;
  }

  function pressed(event) {
    if (panels.jump.node.open || panels.help.node.open) return; // a dialog answers its own keys
    const inside = stage.contains(event.target) ? event.target : stage;
    const action = meaning(event, !inside.closest(CONTROL), inside.closest(TYPING) !== null);
    if (action === null) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }
  const resized = () => refresh();
  window.addEventListener("keydown", pressed, true);
  window.addEventListener("resize", resized);

  function close() {
    window.removeEventListener("keydown", pressed, true);
    window.removeEventListener("resize", resized);
    grown.disconnect();
    panels.notes.close();
    for (const part of ["bar", "jump", "help", "blank"]) panels[part].node.remove();
    for (const cell of cells) for (const node of [cell.node, ...cell.node.querySelectorAll(".nnlab-off")]) node.classList.remove("nnlab-off");
    for (const picture of content.querySelectorAll(".nnlab-picture canvas")) picture.style.removeProperty("--nnlab-width");
    content.classList.remove("nnlab-content");
    content.style.zoom = content.style.visibility = "";
  }

  /** Lay every page out on a sheet of paper of its own; `refresh` takes them away again. */
  function print() {
    screen = () => PAPER;
    layOut();
    pages.forEach((page, place) => {
      reveal(view, page.slide, page.units);
      fit(view, page);
      const sheet = element("section", "nnlab-stage nnlab-sheet");
      sheet.style.cssText = stage.style.cssText;
      const copy = content.cloneNode(true);
      for (const hidden of copy.querySelectorAll(".nnlab-off")) hidden.remove();
      sheet.append(copy, element("footer", "", `${place + 1} / ${pages.length}`));
      document.body.append(sheet);
    });
  }

  function afterPrint() {
    for (const sheet of document.querySelectorAll(".nnlab-sheet")) sheet.remove();
    screen = () => ({ width: window.innerWidth, height: window.innerHeight });
    refresh();
  }

  layOut();
  if (pages.length === 0) throw new Error(words["present.nothing"]);
  go(Math.min(start, pages.length - 1));
  return { close, print, afterPrint, cell: () => pages[at].units[0].cell };
}
