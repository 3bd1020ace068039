// The picture of one neuron: points, the boundary, and its probability as color. Boundary and points are dragged, or moved by the arrow keys.

import { isRight, sigmoid, toNeuron } from "./neuron.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
export const LIMITS = [4, 3]; // x1 and x2 are shown from minus these to these
const SCALE = 50; // units of the drawing for 1
const REACH = 10; // half the length of the drawn boundary; more than the picture's diagonal
const CERTAIN = 6; // beyond this score the color hardly changes: σ(6) = 0.998
const ARM = 1.4; // how far from the boundary's middle handle the one that turns it is
const STEP = 0.1; // of an arrow key; with Shift, five times as much
const TURN = Math.PI / 60;
const STOPS = 33; // of the color gradient
let pictures = 0; // on this page: each has a gradient of its own name
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

function draw(tag, attributes = {}, ...children) {
  const node = document.createElementNS(NAMESPACE, tag);
  set(node, attributes);
  node.append(...children);
  return node;
}

function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
}

const place = ([x1, x2]) => [(LIMITS[0] + x1) * SCALE, (LIMITS[1] - x2) * SCALE];
const inside = (x, margin = 0.2) => x.map((value, axis) => Math.min(Math.max(value, margin - LIMITS[axis]), LIMITS[axis] - margin));
const along = ({ at, angle }, distance) => [at[0] + distance * Math.cos(angle), at[1] + distance * Math.sin(angle)];

// Where on the boundary the handle that turns it is: on the other side where the picture ends.
export const armOf = (boundary) => (
  [ARM, -ARM].find((arm) => along(boundary, arm).every((value, axis) => Math.abs(value) <= LIMITS[axis])) ?? ARM
);

// The ends of what is drawn through the boundary's point in its direction.
function ends(boundary, reach) {
  const [[x1, y1], [x2, y2]] = [-reach, reach].map((distance) => place(along(boundary, distance)));
  return { x1, y1, x2, y2 };
}

function handle(name, label) {
  return draw("g", { class: `handle ${name}`, tabindex: 0, role: "button", "aria-label": label },
    draw("circle", { class: "reach", r: 24 }), draw("circle", { class: "knob", r: name === "move" ? 11 : 8 }));
}

function pointNode() {
  const marker = draw("g", { class: "marker" });
  return draw("g", { tabindex: 0, role: "button" }, draw("circle", { class: "reach", r: 18 }), draw("circle", { class: "ring", r: 12 }), marker);
}

const shifted = (x, arrow, times) => x.map((value, axis) => value + STEP * times * arrow[axis]);

// Calls react([right, up], times) when an arrow key is pressed.
function onArrow(node, react) {
  node.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault(); // the page would scroll
    react(arrow, event.shiftKey ? 5 : 1);
  });
}

// The picture as `svg`. `texts` are the labels; `onMove(change)` is called with {boundary} or {point, x} when the reader moves something.
// `show(points, boundary)` shows these.
export function createPicture(texts, onMove) {
  const gradientId = `nnlab-probability-${pictures += 1}`;
  const gradient = draw("linearGradient", { id: gradientId, gradientUnits: "userSpaceOnUse" });
  for (let i = 0; i < STOPS; i += 1) {
    const share = i / (STOPS - 1);
    gradient.append(draw("stop", { offset: share, "stop-opacity": sigmoid(CERTAIN * (2 * share - 1)) }));
  }
  const size = LIMITS.map((limit) => 2 * limit * SCALE);
  const area = { width: size[0], height: size[1] };
  const line = draw("line", { class: "boundary" });
  const lineReach = draw("line", { class: "reach" });
  const pointLayer = draw("g");
  const moveHandle = handle("move", texts.move_line);
  const turnHandle = handle("turn", texts.turn_line);
  const svg = draw("svg", { viewBox: `0 0 ${size.join(" ")}`, role: "group", "aria-label": texts.picture },
    draw("defs", {}, gradient), draw("rect", { class: "zero", ...area }), draw("rect", { fill: `url(#${gradientId})`, ...area }),
    lineReach, line, pointLayer, turnHandle, moveHandle);

  let points = [];
  let boundary = null;
  let dragged = null; // what the pointer moves: called with the point of the plane

  const moveTo = (x) => onMove({ boundary: { ...boundary, at: inside(x) } });
  const turnTo = (side) => (x) => {
    const [right, up] = x.map((value, axis) => side * (value - boundary.at[axis]));
    onMove({ boundary: { ...boundary, angle: Math.atan2(up, right) } });
  };
  const pointTo = (point) => (x) => onMove({ point, x: inside(x) });

  function planePoint({ clientX, clientY }) {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [x / SCALE - LIMITS[0], LIMITS[1] - y / SCALE];
  }
  function onDrag(node, start) {
    node.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false }); // the page would scroll
    node.addEventListener("pointerdown", (event) => {
      dragged = start(planePoint(event));
      svg.setPointerCapture(event.pointerId);
      node.focus?.({ preventScroll: true });
      event.preventDefault();
    });
  }
  svg.addEventListener("pointermove", (event) => dragged?.(planePoint(event)));
  for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, () => { dragged = null; });
  onDrag(moveHandle, () => moveTo);
  onDrag(turnHandle, () => turnTo(Math.sign(armOf(boundary))));
  onDrag(lineReach, (begin) => {
    const { at } = boundary; // the line keeps its distance from the pointer
    return (x) => moveTo([at[0] + x[0] - begin[0], at[1] + x[1] - begin[1]]);
  });

  onArrow(moveHandle, (arrow, times) => moveTo(shifted(boundary.at, arrow, times)));
  onArrow(turnHandle, ([right, up], times) => onMove({ boundary: { ...boundary, angle: boundary.angle - TURN * times * (right - up) } }));

  function fitPoints() {
    while (pointLayer.childElementCount > points.length) pointLayer.lastElementChild.remove();
    while (pointLayer.childElementCount < points.length) {
      const node = pointNode();
      const index = pointLayer.childElementCount;
      onDrag(node, () => pointTo(index));
      onArrow(node, (arrow, times) => pointTo(index)(shifted(points[index].x, arrow, times)));
      pointLayer.append(node);
    }
  }

  function showPoint(node, point, neuron) {
    const [, ring, marker] = node.children;
    const name = point.y === 1 ? "one" : "zero";
    const wrong = !isRight(neuron, point);
    if (marker.dataset.y !== name) {
      marker.dataset.y = name;
      const shape = point.y === 1 ? draw("circle", { r: 7 }) : draw("rect", { x: -6, y: -6, width: 12, height: 12 });
      marker.replaceChildren(shape);
    }
    set(node, { class: `point ${name}`, transform: `translate(${place(point.x)})` });
    ring.style.display = wrong ? "" : "none";
    const where = point.x.map((value) => value.toFixed(1).replace("-", "−")).join(", ");
    node.setAttribute("aria-label", `${texts[`point_${name}`]} (${where})${wrong ? `, ${texts.point_wrong}` : ""}. ${texts.arrows}`);
  }

  function show(newPoints, newBoundary) {
    points = newPoints;
    boundary = newBoundary;
    fitPoints();
    const neuron = toNeuron(boundary);
    points.forEach((point, i) => showPoint(pointLayer.children[i], point, neuron));
    for (const node of [line, lineReach]) set(node, ends(boundary, REACH));
    set(gradient, ends({ at: boundary.at, angle: boundary.angle + Math.PI / 2 }, CERTAIN / boundary.steepness));
    set(moveHandle, { transform: `translate(${place(boundary.at)})` });
    set(turnHandle, { transform: `translate(${place(along(boundary, armOf(boundary)))})` });
  }

  return { svg, show };
}
