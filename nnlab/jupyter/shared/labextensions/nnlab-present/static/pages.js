// Where a slide is parted into pages, and how large each page can be shown: whatever is on it fits, and nothing is ever scrolled.

const ROOMY = 2; // type of 14 px is shown at 28 px on a screen of 1280 × 720, and larger on a larger one
const TIGHT = 1.65; // text may be shown this small where that saves a page
const LEAST = 0.5; // below this nothing can be read
const CONTROLS = [1.3, 1.15, 1]; // how large an explorer's controls may be; they give way to the picture
const READABLE = 1.1; // a picture magnified so much needs no more room
const PICTURE = ".nnlab-picture canvas, .nnlab-picture img";
const OFF = "nnlab-off";
const WIDE = "pre, table, .jp-RenderedHTMLCommon, .jp-OutputArea-output, .cm-scroller"; // what would scroll sideways

/** Slides: runs of cells that begin where the metadata say "slide" or "subslide". */
export function slidesOf(cells) {
  const slides = [];
  let section = null;
  for (const cell of cells) {
    if (cell.type === "skip") continue;
    if (cell.type === "notes") {
      section?.notes.push({ text: cell.node.innerText.trim() });
      continue;
    }
    if (cell.type === "slide" || section === null) section = cell;
    if (cell.type === "slide" || cell.type === "subslide" || slides.length === 0) slides.push({ section, cells: [] });
    slides.at(-1).cells.push(cell);
  }
  return slides;
}

/** The smallest parts of a slide that stay whole: a paragraph, an item of a list, a row of a table, code, an output. */
export function unitsOf(cell, find, unfolded) {
  if (!cell.code) return find.text(cell.node).flatMap((text) => [...text.children].flatMap((block) => textUnits(cell, block)));
  const open = unfolded || cell.tags.includes("exercise");
  const code = open ? find.code(cell.node).map((node) => ({ cell, node, kind: "code" })) : [];
  const outputs = find.outputs(cell.node).filter((node) => open || find.rich(node));
  return [...code, ...outputs.flatMap((node) => tableRows(cell, node) ?? [{ cell, node, kind: "output" }])];
}

function textUnits(cell, block) {
  const rows = tableRows(cell, block);
  if (rows) return rows;
  if (block.matches("ul, ol") && block.children.length > 1) return items(cell, block, [...block.children]);
  const heading = /^H[1-6]$/.test(block.tagName);
  return [{ cell, node: block, kind: "text", glue: heading || block.textContent.trim().endsWith(":"), heading }];
}

function tableRows(cell, block) {
  const table = block.matches("table") ? block : block.querySelector("table");
  const rows = table ? [...table.querySelectorAll("tbody > tr")] : [];
  return rows.length > 1 ? items(cell, table, rows) : null;
}

function items(cell, inside, nodes) {
  return nodes.map((node, place) => ({ cell, node, kind: "item", inside, place }));
}

/** Show these units of a slide and nothing else. */
export function reveal(view, slide, units) {
  const shown = new Set(units.map((unit) => unit.cell));
  for (const cell of view.cells) cell.node.classList.toggle(OFF, !shown.has(cell));
  const kept = new Map(units.map((unit) => [unit.node, unit]));
  const lists = new Map();
  for (const unit of slide.cells.flatMap((cell) => unitsOf(cell, view.find, true))) {
    unit.node.classList.toggle(OFF, !kept.has(unit.node));
    if (unit.inside && !lists.get(unit.inside)) lists.set(unit.inside, kept.get(unit.node));
  }
  for (const [list, first] of lists) {
    list.classList.toggle(OFF, !first);
    if (first && list.tagName === "OL") list.start = first.place + 1;
  }
  view.shown = units.map((unit) => unit.node);
  view.holding = [...shown].map((cell) => cell.node);
}

/** Set the zoom and say how much of the room the page takes: 1 is all of it. */
function fill(view, zoom) {
  view.content.style.zoom = zoom * view.scale();
  view.content.style.setProperty("--nnlab-zoom", zoom * view.scale());
  const room = view.room();
  let share = Math.max(...view.holding.map((cell) => (cell.getBoundingClientRect().bottom - room.top) / room.height));
  for (const shown of view.shown.filter((one) => one.isConnected)) { // a cell run anew has other outputs; the deck is laid out again in a moment
    for (const node of [shown, ...shown.querySelectorAll("*")]) {
      if (node.parentElement.closest("mjx-container, math, svg, .cm-editor")) continue;
      const box = node.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || !node.checkVisibility()) continue; // a closed answer has a size, too
      const wide = node.matches(WIDE) && node.scrollWidth > node.clientWidth + 1 ? node.scrollWidth / node.clientWidth : 0;
      share = Math.max(share, (box.bottom - room.top) / room.height, (box.right - room.left) / room.width - 0.001, wide);
    }
  }
  return share;
}

/** The largest value between `low` and `high` at which `full(value)` is at most 1, to a hundredth; set last at what is returned. */
function largest(low, high, full) {
  if (full(high) <= 1) return high;
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    if (full(middle) <= 1) low = middle;
    else high = middle;
  }
  full(low);
  return low;
}

const pictures = (view) => view.shown.flatMap((node) => [...node.querySelectorAll(PICTURE)]);

/** Make what is shown fit, no larger than `limit`: {zoom} of all of it, and for pages with a picture how much that is magnified. */
export function fit(view, limit) {
  if (pictures(view).length === 0) return { zoom: largest(LEAST, limit.zoom, (zoom) => fill(view, zoom)) };
  let picture = 0;
  for (const zoom of CONTROLS.filter((one) => one <= limit.zoom)) {
    const magnified = (share) => {
      for (const one of pictures(view)) one.style.setProperty("--nnlab-width", `${share * natural(one)}px`);
      return fill(view, zoom);
    };
    const across = view.room().width / view.scale() / zoom / Math.max(...pictures(view).map(natural));
    picture = largest(LEAST / zoom, Math.min(across, (limit.picture ?? Infinity) / zoom), magnified) * zoom;
    if (picture >= READABLE || zoom === CONTROLS.at(-1)) return { zoom, picture };
  }
  return { zoom: limit.zoom, picture };
}

/** The width of a picture as it is meant, in pixels. */
function natural(picture) {
  return parseFloat(picture.style.width) || picture.naturalWidth || picture.width;
}

/** Ask each picture for as many pixels as it is shown with, and not one more; from half as many again on, more would be slower, hardly sharper. */
export function sharpen(view) {
  const most = Math.max(1.5, Math.min(2, window.devicePixelRatio));
  for (const picture of pictures(view)) {
    const scale = (picture.getBoundingClientRect().width * window.devicePixelRatio) / natural(picture);
    picture.dispatchEvent(new CustomEvent("nnlab-sharp", { detail: Math.min(most, Math.max(1, Math.round(100 * scale) / 100)) }));
  }
}

/** The pages of a slide, each {slide, units, zoom}. The slide's cells must be in the document. */
export function paginate(view, slide, unfolded) {
  const all = slide.cells.flatMap((cell) => unitsOf(cell, view.find, unfolded));
  if (all.length === 0) return [];
  const whole = [{ slide, units: all, zoom: ROOMY }];
  reveal(view, slide, all);
  if (pictures(view).length > 0 || fill(view, ROOMY) <= 1) return whole;
  let best = cut(view, all, ROOMY);
  const tight = cut(view, all, TIGHT);
  if (tight.parts.length < best.parts.length) {
    const between = cut(view, all, (ROOMY + TIGHT) / 2);
    best = between.parts.length === tight.parts.length ? between : tight;
  }
  return best.parts.map((units) => ({ slide, units, zoom: best.zoom }));
}

/** Part the units so that there are few pages, of like length, and none begins within a list or a table that could have stayed whole. */
function cut(view, units, zoom) {
  fill(view, zoom);
  const { height } = view.room();
  const boxes = units.map((unit) => unit.node.getBoundingClientRect());
  const heads = units.map((unit) => (unit.place > 0 ? unit.inside.querySelector("thead")?.getBoundingClientRect().height ?? 0 : 0));
  const cost = [0];
  const from = [0];
  for (let end = 1; end <= units.length; end++) {
    cost[end] = Infinity;
    for (let start = 0; start < end; start++) {
      const share = (boxes[end - 1].bottom - boxes[start].top + heads[start]) / height;
      const torn = start > 0 && units[start].inside && units[start].place > 0 ? 0.4 : 0;
      const loose = start > 0 && units[start - 1].glue ? 5 : 0;
      const price = cost[start] + 1 + (share > 1 ? 3 * share : 0.2 * (1 - share) ** 2) + torn + loose;
      if (price < cost[end]) [cost[end], from[end]] = [price, start];
    }
  }
  const parts = [];
  for (let end = units.length; end > 0; end = from[end]) parts.unshift(units.slice(from[end], end));
  return { parts, zoom };
}
