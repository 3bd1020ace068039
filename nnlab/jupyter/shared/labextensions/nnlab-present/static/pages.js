// Turns a list of cells into slides, slides into pages that fit the screen, and shows a page as large as it fits: nothing is ever scrolled.

import { pageStarts } from "./page_breaks.js";

const PREFERRED_ZOOM = 2; // type of 14 px is shown at 28 px on a screen of 1280 × 720, and larger on a larger one
const SMALL_ZOOM = 1.65; // text may be shown this small where that saves a page
const MIN_ZOOM = 0.5;
const CONTROL_ZOOMS = [1.3, 1.15, 1]; // of an explorer; its controls become smaller before its picture does
const LARGE_PICTURE = 1.1; // a picture magnified so much needs no smaller controls
const MAX_PIXEL_RATIO = 1.5; // of a picture to its display; more pixels are slower to draw and hardly sharper
const PICTURE = ".nnlab-picture canvas, .nnlab-picture img";
const HIDDEN = "nnlab-hidden";
const MAY_OVERFLOW = "pre, table, .jp-RenderedHTMLCommon, .jp-OutputArea-output, .cm-scroller"; // these would scroll sideways

// Slides are runs of cells; one begins with each cell of the type "slide" or "subslide". Notes go to their section.
export function slidesOf(cells) {
  const slides = [];
  let section = null;
  for (const cell of cells) {
    if (cell.type === "notes") section?.notes.push({ text: cell.node.innerText.trim() });
    if (cell.type === "notes" || cell.type === "skip") continue;
    if (cell.type === "slide" || section === null) section = cell;
    if (cell.type === "slide" || cell.type === "subslide" || slides.length === 0) slides.push({ section, cells: [] });
    slides.at(-1).cells.push(cell);
  }
  return slides;
}

// The smallest parts of a cell that stay whole: a paragraph, an item of a list, a row of a table, code, an output.
export function unitsOf(cell, find, codeShown) {
  if (!cell.code) return find.text(cell.node).flatMap((text) => [...text.children].flatMap((block) => textUnits(cell, block)));
  const open = codeShown || cell.tags.includes("exercise");
  const code = open ? find.code(cell.node).map((node) => ({ cell, node, kind: "code" })) : [];
  const outputs = find.outputs(cell.node).filter((node) => open || find.rich(node));
  return [...code, ...outputs.flatMap((node) => tableRows(cell, node) ?? [{ cell, node, kind: "output" }])];
}

function textUnits(cell, block) {
  const rows = tableRows(cell, block);
  if (rows) return rows;
  if (block.matches("ul, ol") && block.children.length > 1) return itemUnits(cell, block, [...block.children]);
  const keepWithNext = /^H[1-6]$/.test(block.tagName) || block.textContent.trim().endsWith(":");
  return [{ cell, node: block, kind: "text", keepWithNext }];
}

function tableRows(cell, block) {
  const table = block.matches("table") ? block : block.querySelector("table");
  const rows = table ? [...table.querySelectorAll("tbody > tr")] : [];
  return rows.length > 1 ? itemUnits(cell, table, rows) : null;
}

function itemUnits(cell, list, nodes) {
  return nodes.map((node, index) => ({ cell, node, kind: "item", list, index }));
}

// Show these units of a slide and hide everything else. A list that begins in its middle is numbered from there.
export function reveal(view, slide, units) {
  view.shownUnits = units.map((unit) => unit.node);
  view.shownCells = [...new Set(units.map((unit) => unit.cell.node))];
  for (const { node } of view.cells) node.classList.toggle(HIDDEN, !view.shownCells.includes(node));
  for (const { node, list } of slide.cells.flatMap((cell) => unitsOf(cell, view.find, true))) {
    node.classList.toggle(HIDDEN, !view.shownUnits.includes(node));
    list?.classList.add(HIDDEN);
  }
  for (const { list, index } of units.toReversed()) {
    list?.classList.remove(HIDDEN);
    if (list?.tagName === "OL") list.start = index + 1;
  }
}

// Set the zoom and measure which share of the room the page takes: 1 is all of it.
function measureFill(view, zoom) {
  view.content.style.zoom = zoom * view.scale();
  view.content.style.setProperty("--nnlab-zoom", zoom * view.scale());
  const room = view.room();
  let share = Math.max(...view.shownCells.map((cell) => (cell.getBoundingClientRect().bottom - room.top) / room.height));
  for (const unit of view.shownUnits) {
    if (!unit.isConnected) continue; // its cell was run again and has new outputs, which are laid out a moment later
    for (const node of [unit, ...unit.querySelectorAll("*")]) {
      if (node.parentElement.closest("mjx-container, math, svg, .cm-editor")) continue;
      const box = node.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || !node.checkVisibility()) continue; // a folded answer has a size, too
      const overflow = node.matches(MAY_OVERFLOW) && node.scrollWidth > node.clientWidth + 1 ? node.scrollWidth / node.clientWidth : 0;
      share = Math.max(share, (box.bottom - room.top) / room.height, (box.right - room.left) / room.width - 0.001, overflow);
    }
  }
  return share;
}

// The largest value from `low` to `high` for which `measure(value)` is at most 1, to a hundredth; `measure` is called with it last.
export function largestThatFits(low, high, measure) {
  if (measure(high) <= 1) return high;
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    if (measure(middle) <= 1) low = middle;
    else high = middle;
  }
  measure(low);
  return low;
}

const picturesOf = (view) => view.shownUnits.flatMap((node) => [...node.querySelectorAll(PICTURE)]);
const intendedWidth = (picture) => parseFloat(picture.style.width) || picture.naturalWidth || picture.width; // in CSS pixels

// Make the page fit at no more than the size `limit`; returns its size: the zoom and, where it has a picture, how much that is magnified.
export function fit(view, limit) {
  const pictures = picturesOf(view);
  if (pictures.length === 0) return { zoom: largestThatFits(MIN_ZOOM, limit.zoom, (zoom) => measureFill(view, zoom)) };
  let size;
  for (const zoom of new Set(CONTROL_ZOOMS.map((value) => Math.min(value, limit.zoom)))) {
    const measure = (magnification) => {
      for (const picture of pictures) picture.style.setProperty("--nnlab-picture-width", `${magnification * intendedWidth(picture)}px`);
      return measureFill(view, zoom);
    };
    const fullWidth = view.room().width / view.scale() / zoom / Math.max(...pictures.map(intendedWidth));
    size = { zoom, picture: largestThatFits(MIN_ZOOM / zoom, Math.min(fullWidth, (limit.picture ?? Infinity) / zoom), measure) * zoom };
    if (size.picture >= LARGE_PICTURE) break;
  }
  return size;
}

// Ask each explorer for a picture of as many pixels as it is shown with, within limits.
export function requestResolution(view) {
  const limit = Math.max(MAX_PIXEL_RATIO, Math.min(2, window.devicePixelRatio));
  for (const picture of picturesOf(view)) {
    const scale = (picture.getBoundingClientRect().width * window.devicePixelRatio) / intendedWidth(picture);
    picture.dispatchEvent(new CustomEvent("nnlab-set-scale", { detail: Math.min(limit, Math.max(1, Math.round(100 * scale) / 100)) }));
  }
}

// The pages of a slide, each {slide, units, zoom}. The slide's cells must be in the document.
export function paginate(view, slide, codeShown) {
  const units = slide.cells.flatMap((cell) => unitsOf(cell, view.find, codeShown));
  if (units.length === 0) return [];
  reveal(view, slide, units);
  if (picturesOf(view).length > 0 || measureFill(view, PREFERRED_ZOOM) <= 1) return [{ slide, units, zoom: PREFERRED_ZOOM }];
  const pagesAt = (zoom) => splitUnits(view, units, zoom).map((part) => ({ slide, units: part, zoom }));
  const preferred = pagesAt(PREFERRED_ZOOM);
  const small = pagesAt(SMALL_ZOOM);
  if (small.length >= preferred.length) return preferred;
  const between = pagesAt((PREFERRED_ZOOM + SMALL_ZOOM) / 2);
  return between.length === small.length ? between : small;
}

// The units of each page at this zoom.
function splitUnits(view, units, zoom) {
  measureFill(view, zoom);
  const blocks = units.map((unit) => {
    const { top, bottom } = unit.node.getBoundingClientRect();
    const continuesList = unit.index > 0;
    const headHeight = continuesList ? (unit.list.querySelector("thead")?.getBoundingClientRect().height ?? 0) : 0;
    return { top, bottom, headHeight, continuesList, keepWithNext: unit.keepWithNext };
  });
  const starts = pageStarts(blocks, view.room().height);
  return starts.map((start, i) => units.slice(start, starts[i + 1]));
}
