// What a lecturer points with: a bright dot that follows the mouse, a pen that draws over the slide, and a magnified part of the slide.

import { element } from "./dom.js";

const ZOOM = 2;
const SVG = "http://www.w3.org/2000/svg";
const BAR_HEIGHT = 44; // px in a window of 1280 × 720, kept free for the status bar, as in deck.css

function svgElement(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

// The tools of the slides in `content`, a part of `deck`; `scale()` is that of the slides, `onZoom` hears of each zoom. Returns {nodes, commands,
// show, rename, unzoom, putAway, close}: `show` is told the first and the last node of the page to which drawings belong from now on.
export function drawingTools({ deck, content, scale, onZoom }) {
  const dot = element("div", { className: "nnlab-dot", hidden: true });
  const ink = svgElement("svg", { class: "nnlab-ink", preserveAspectRatio: "xMinYMin", "aria-hidden": "true" });
  const drawings = new WeakMap(); // the first node of a page -> its last node -> its lines; other pages have no drawing of it
  const renamed = new WeakMap(); // a node -> the one in whose place it stands
  const originalOf = (node) => renamed.get(node) ?? node;
  let page = new Map(); // the last node -> lines, of the page shown
  let last = null;
  let line = null; // the one that is being drawn
  let points = [];
  let mouse = null; // where it was last, in px

  function addPoint(event) {
    const box = ink.getBoundingClientRect();
    const pixels = isOn("nnlab-zoomed") ? ZOOM * scale() : scale(); // of a unit of the drawing
    points.push(`${((event.clientX - box.left) / pixels).toFixed(1)},${((event.clientY - box.top) / pixels).toFixed(1)}`);
    line.setAttribute("points", points.join(" "));
  }

  function beginLine(event) {
    event.preventDefault();
    ink.setPointerCapture(event.pointerId);
    points = [];
    line = svgElement("polyline", {});
    ink.append(line);
    page.set(last, [...(page.get(last) ?? []), line]);
    addPoint(event);
  }

  function onMove(event) {
    mouse = { x: event.clientX, y: event.clientY };
    dot.style.translate = `${mouse.x}px ${mouse.y}px`;
    if (line) addPoint(event);
  }

  const endLine = () => { line = null; };
  ink.addEventListener("pointerdown", beginLine);
  for (const name of ["pointerup", "pointercancel"]) ink.addEventListener(name, endLine);
  window.addEventListener("pointermove", onMove, true);

  const isOn = (tool) => deck.classList.contains(tool);
  function use(tool) {
    const on = tool !== "" && !isOn(tool);
    for (const name of ["nnlab-pointing", "nnlab-drawing"]) deck.classList.toggle(name, on && name === tool);
    dot.hidden = !isOn("nnlab-pointing");
  }

  function unzoom() {
    for (const { style } of [content, ink]) style.scale = style.transformOrigin = "";
    deck.classList.remove("nnlab-zoomed");
  }

  // Magnify what is under the mouse, which stays where it is.
  function zoom() {
    if (isOn("nnlab-zoomed")) unzoom();
    else {
      const box = content.getBoundingClientRect();
      const { x, y } = mouse ?? { x: box.left + box.width / 2, y: box.top + box.height / 2 };
      content.style.transformOrigin = `${(100 * (x - box.left)) / box.width}% ${(100 * (y - box.top)) / box.height}%`;
      ink.style.transformOrigin = `${x}px ${y}px`; // it begins in the window's upper left corner
      content.style.scale = ink.style.scale = ZOOM;
      deck.classList.add("nnlab-zoomed");
    }
    onZoom();
  }

  // Put the tool in use away; false where there is none.
  function putAway() {
    const used = ["nnlab-pointing", "nnlab-drawing", "nnlab-zoomed"].some(isOn);
    use("");
    if (isOn("nnlab-zoomed")) zoom();
    return used;
  }

  return {
    nodes: [ink, dot],
    unzoom,
    putAway,
    commands: {
      pointer: () => use("nnlab-pointing"),
      pen: () => use("nnlab-drawing"),
      erase() {
        page.delete(last);
        ink.replaceChildren();
      },
      zoom,
    },
    rename: (before, after) => renamed.set(after, originalOf(before)), // a drawing stays where it is when an output is replaced
    show(firstNode, lastNode) {
      unzoom();
      const [first, lastOriginal] = [originalOf(firstNode), originalOf(lastNode)];
      if (!drawings.has(first)) drawings.set(first, new Map());
      [page, last, line] = [drawings.get(first), lastOriginal, null];
      // In units of the slides, so that a drawing keeps its place on them in a window of another size.
      ink.setAttribute("viewBox", `0 0 ${window.innerWidth / scale()} ${window.innerHeight / scale() - BAR_HEIGHT}`);
      ink.replaceChildren(...(page.get(last) ?? []));
    },
    close() {
      window.removeEventListener("pointermove", onMove, true);
      use("");
      unzoom();
    },
  };
}
