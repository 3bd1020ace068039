// Turns a list of cells into slides, slides into pages that fit the screen, and shows a page as large as it fits: nothing is ever scrolled.

import { pageStarts } from "./page_breaks.js";

const PREFERRED_ZOOM = 2; // type of 14 px is shown at 28 px on a screen of 1280 × 720, and larger on a larger one
const SMALL_ZOOM = 1.65; // text may be shown this small where that saves a page
const MIN_ZOOM = 0.5;
const CONTROL_ZOOM = 1.4; // of an explorer: the labels of its controls, of 13 px, are shown at 18 px
const SIDE_WIDTH = 244; // px at that zoom, of controls beside their picture and the gap between them
const MAX_PIXEL_RATIO = 1.5; // of a picture to its display; more pixels are slower to draw and hardly sharper
const PICTURE = ".nnlab-picture canvas, .nnlab-picture img";
const SMALLEST_COMPANION = 0.3; // the width of a picture in the column beside its text
const ANY_PICTURE = `${PICTURE}, .jp-RenderedImage img`;
const WIDE = `${ANY_PICTURE}, table, fieldset, .jp-OutputArea-output pre, .output pre`; // needs a slide's whole width
const HIDDEN = "nnlab-hidden";
const MAY_OVERFLOW = "pre, table, .jp-RenderedHTMLCommon, .jp-OutputArea-output, .cm-scroller"; // these would scroll sideways

// Slides are runs of cells; one begins with each cell of the type "slide" or "subslide". Notes go to their section. The text after a picture
// speaks of it: such a slide has the picture's cell as its `companion`, which stands beside the text.
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
  return slides.flatMap((slide, i) => besidePicture(slide, slides[i - 1]));
}

const needsRoom = ({ node, prediction, tags }) => prediction || tags.includes("exercise") || node.querySelector(WIDE);

// The parts of a slide: its beginning has the picture of the slide before as its companion, as far as it needs no room of its own.
function besidePicture(slide, before) {
  const shown = before?.section === slide.section ? before.cells.at(-1) : null;
  if (!shown?.node.querySelector(ANY_PICTURE) || slide.cells[0].code) return [slide];
  const count = slide.cells.findIndex(needsRoom);
  if (count === 0) return [slide];
  if (count < 0) return [{ ...slide, companion: shown }];
  return [{ ...slide, cells: slide.cells.slice(0, count), companion: shown }, { ...slide, cells: slide.cells.slice(count) }];
}

// Whether a slide has an exercise, whose task and code belong on one page.
export const isExercise = (slide) => slide.cells.some((cell) => cell.tags.includes("exercise"));

// The smallest parts of a cell that stay whole: a short paragraph, a sentence of a long one, an item of a list, a row of a table, code, an output.
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
  const sentences = [...block.querySelectorAll(":scope > .nnlab-sentence")];
  if (sentences.length > 1) {
    const units = itemUnits(cell, block, sentences);
    units.at(-1).keepWithNext = keepWithNext;
    return units;
  }
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
  const companion = slide.companion?.node;
  view.hasCompanion = companion !== undefined;
  view.shownUnits = units.map((unit) => unit.node);
  view.shownCells = [...new Set(units.map((unit) => unit.cell.node))];
  if (companion) {
    const outputs = view.find.outputs(companion);
    for (const node of outputs) node.classList.toggle(HIDDEN, !view.find.rich(node)); // its picture, not what it prints
    view.shownUnits.push(...outputs.filter(view.find.rich));
    view.shownCells.push(companion);
  }
  view.content.classList.toggle("nnlab-two-columns", view.hasCompanion);
  for (const { node } of view.cells) {
    node.classList.toggle(HIDDEN, !view.shownCells.includes(node));
    node.classList.toggle("nnlab-companion", node === companion);
  }
  for (const { node, list } of slide.cells.flatMap((cell) => unitsOf(cell, view.find, true))) {
    node.classList.toggle(HIDDEN, !view.shownUnits.includes(node));
    list?.classList.add(HIDDEN);
  }
  for (const { list, index } of units.toReversed()) {
    list?.classList.remove(HIDDEN);
    if (list?.tagName === "OL") list.start = index + 1;
  }
}

// Set the zoom and measure which share of the room the page, or its text alone, takes: 1 is all of it.
function measureFill(view, zoom, textAlone = false) {
  const isMeasured = (node) => !(textAlone && node.closest(".nnlab-companion"));
  view.content.style.zoom = zoom * view.scale();
  view.content.style.setProperty("--nnlab-zoom", zoom * view.scale());
  const room = view.room();
  let share = Math.max(...view.shownCells.filter(isMeasured).map((cell) => (cell.getBoundingClientRect().bottom - room.top) / room.height));
  for (const unit of view.shownUnits.filter(isMeasured)) {
    if (!unit.isConnected) continue; // its cell was run again and has new outputs, which are laid out a moment later
    for (const node of [unit, ...unit.querySelectorAll("*")]) {
      if (node.parentElement.closest("mjx-container, math, svg, .cm-editor")) continue;
      const box = node.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || !node.checkVisibility()) continue; // a folded answer has a size, too
      const mayOverflow = node.matches(MAY_OVERFLOW) && !node.closest(".nnlab-companion"); // its widths are of another zoom
      const overflow = mayOverflow && node.scrollWidth > node.clientWidth + 1 ? node.scrollWidth / node.clientWidth : 0;
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

// Make the page fit at no more than the size `limit`; returns its size: the zoom and, where it has a picture, how much that is magnified
// and whether the controls stand beside it, which they do where this makes it larger.
export function fit(view, limit) {
  const pictures = picturesOf(view);
  view.content.classList.remove("nnlab-side");
  if (view.hasCompanion) return fitBeside(view, pictures, limit);
  if (pictures.length === 0) return { zoom: largestThatFits(MIN_ZOOM, limit.zoom, (zoom) => measureFill(view, zoom)) };
  const hasControls = view.shownUnits.some((node) => node.querySelector(".nnlab-controls"));
  const layouts = "side" in limit ? [limit.side] : hasControls ? [false, true] : [false];
  const sizes = layouts.map((side) => fitPictures(view, pictures, limit, side));
  const best = sizes.reduce((one, other) => (other.picture > one.picture ? other : one));
  return best === sizes.at(-1) ? best : fitPictures(view, pictures, limit, best.side);
}

function fillColumn(pictures, share = 1) {
  for (const picture of pictures) picture.style.setProperty("--nnlab-picture-width", `${100 * share}%`);
}

// The text as large as it can be, and the picture beside it smaller where it would be too tall.
function fitBeside(view, pictures, limit) {
  fillColumn(pictures);
  const zoom = largestThatFits(MIN_ZOOM, limit.zoom, (value) => measureFill(view, value, true));
  largestThatFits(SMALLEST_COMPANION, 1, (share) => {
    fillColumn(pictures, share);
    return measureFill(view, zoom);
  });
  return { zoom: largestThatFits(MIN_ZOOM, zoom, (value) => measureFill(view, value)) };
}

// As large as the pictures can be with the controls above them or at their `side`.
function fitPictures(view, pictures, limit, side) {
  view.content.classList.toggle("nnlab-side", side);
  const zoom = Math.min(CONTROL_ZOOM, limit.zoom);
  const measure = (magnification) => {
    for (const picture of pictures) picture.style.setProperty("--nnlab-picture-width", `${magnification * intendedWidth(picture)}px`);
    return measureFill(view, zoom);
  };
  const width = view.room().width / view.scale() / zoom - (side ? SIDE_WIDTH : 0);
  const widest = Math.min(width / Math.max(...pictures.map(intendedWidth)), (limit.picture ?? Infinity) / zoom);
  return { zoom, side, picture: largestThatFits(MIN_ZOOM / zoom, widest, measure) * zoom };
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
  if (view.hasCompanion) fillColumn(picturesOf(view));
  if ((picturesOf(view).length > 0 && !view.hasCompanion) || measureFill(view, PREFERRED_ZOOM, view.hasCompanion) <= 1) return [{ slide, units, zoom: PREFERRED_ZOOM }];
  const pagesAt = (zoom) => splitUnits(view, units, zoom).map((part) => ({ slide, units: part, zoom }));
  const preferred = pagesAt(PREFERRED_ZOOM);
  const small = pagesAt(SMALL_ZOOM);
  if (small.length >= preferred.length) return preferred;
  const between = pagesAt((PREFERRED_ZOOM + SMALL_ZOOM) / 2);
  return between.length === small.length ? between : small;
}

// The `pages` with `made` in the place of those of `slide`, and where the page at `index` is then: as far from the beginning of its slide, or
// at its end.
export function replacePages(pages, slide, made, index) {
  const [first, last] = [pages.findIndex((page) => page.slide === slide), pages.findLastIndex((page) => page.slide === slide)];
  const end = first + made.length - 1;
  const replaced = [...pages.slice(0, first), ...made, ...pages.slice(last + 1)];
  const place = index === last && index > first ? end : Math.min(index, end);
  return { pages: replaced, index: Math.min(Math.max(place, first), replaced.length - 1) };
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
