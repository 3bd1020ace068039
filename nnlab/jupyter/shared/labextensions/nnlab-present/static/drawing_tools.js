// What a lecturer points with: a bright dot that follows the mouse, a pen that draws over the slide, and a magnified part of the slide.

import { element } from "./panels.js";

const ZOOM = 2;
const SVG = "http://www.w3.org/2000/svg";
const UNITS = 1000; // of a drawing, across and down, so that it keeps its place in a window of another size

function svgElement(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

// The tools of the slides in `content`, a part of `deck`; `onZoom` hears of each zoom. Returns {nodes, commands, show, unzoom, putAway, close}: `show`
// is told the place, an object, to which drawings belong from now on.
export function drawingTools({ deck, content, onZoom }) {
  const dot = element("div", { className: "nnlab-dot", hidden: true });
  const ink = svgElement("svg", { class: "nnlab-ink", viewBox: `0 0 ${UNITS} ${UNITS}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const drawings = new WeakMap(); // place -> its lines
  let place = null;
  let line = null; // the one that is being drawn
  let points = [];
  let mouse = null; // where it was last, in px

  function addPoint(event) {
    const box = ink.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    points.push(`${(UNITS * x).toFixed(1)},${(UNITS * y).toFixed(1)}`);
    line.setAttribute("points", points.join(" "));
  }

  function beginLine(event) {
    event.preventDefault();
    ink.setPointerCapture(event.pointerId);
    points = [];
    line = svgElement("polyline", { "vector-effect": "non-scaling-stroke" });
    ink.append(line);
    drawings.set(place, [...(drawings.get(place) ?? []), line]);
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
    content.style.scale = content.style.transformOrigin = "";
    deck.classList.remove("nnlab-zoomed");
  }

  // Magnify what is under the mouse, which stays where it is.
  function zoom() {
    if (isOn("nnlab-zoomed")) unzoom();
    else {
      const box = content.getBoundingClientRect();
      const { x, y } = mouse ?? { x: box.left + box.width / 2, y: box.top + box.height / 2 };
      content.style.transformOrigin = `${(100 * (x - box.left)) / box.width}% ${(100 * (y - box.top)) / box.height}%`;
      content.style.scale = ZOOM;
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
        drawings.delete(place);
        ink.replaceChildren();
      },
      zoom,
    },
    show(newPlace) {
      unzoom();
      place = newPlace;
      line = null;
      ink.replaceChildren(...(drawings.get(place) ?? []));
    },
    close() {
      window.removeEventListener("pointermove", onMove, true);
      use("");
      unzoom();
    },
  };
}
