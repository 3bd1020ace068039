// The picture of one neuron: where points, line and color stand, and what dragging and the arrow keys ask for. 1 is 50 units of the drawing.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument } from "./small_document.mjs";
import { createPicture } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/neuron_picture.js";

const TEXTS = {
  picture: "the picture", move_line: "move", turn_line: "turn", point_one: "class 1", point_zero: "class 0", point_wrong: "wrong",
    arrows: "use arrows",
};
const POINTS = [{ x: [1, 2], y: 1 }, { x: [-1.5, -1], y: 0 }, { x: [0.04, -2], y: 1 }];
const FLAT = { at: [0, 0], angle: 0, steepness: 1.5 }; // what is above it counts as 1

// A picture on the screen, one pixel a unit; `asked` is what the reader's moves asked for.
function picture(boundary = FLAT, points = POINTS) {
  openDocument();
  globalThis.DOMPoint = class {
    constructor(x, y) {
      Object.assign(this, { x, y });
    }

    matrixTransform() {
      return this;
    }
  };
  const asked = [];
  const made = createPicture(TEXTS, (change) => asked.push(change));
  made.svg.getScreenCTM = () => ({ inverse: () => null });
  globalThis.document.body.append(made.svg);
  made.show(points, boundary);
  const find = (selector) => made.svg.querySelector(selector);
  const numbers = (node, names) => names.map((name) => Number(node.getAttribute(name)));
  function drag(node, ...places) {
    const [begin, ...rest] = places.map(([clientX, clientY]) => ({ clientX, clientY, pointerId: 1 }));
    const event = node.send("pointerdown", begin);
    for (const place of rest) made.svg.send("pointermove", place);
    return event;
  }
  return { ...made, asked, find, numbers, drag, nodes: () => made.svg.querySelectorAll(".point") };
}

const near = (found, expected) => {
  assert.equal(found.length, expected.length);
  found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-9, `${found} is not ${expected}`));
};

test("points stand at their places and say what they are", () => {
  const { svg, nodes } = picture();
  assert.equal(svg.getAttribute("viewBox"), "0 0 400 300");
  assert.deepEqual(nodes().map((node) => node.getAttribute("transform")), ["translate(250,50)", "translate(125,200)", "translate(202,250)"]);
  assert.deepEqual(nodes().map((node) => node.className), ["point one", "point zero", "point one"]);
  assert.deepEqual(nodes().map((node) => node.getAttribute("aria-label")), [
    "class 1 (1.0, 2.0). use arrows", "class 0 (−1.5, −1.0). use arrows", "class 1 (0.0, −2.0), wrong. use arrows",
  ]);
  const shapes = nodes().map((node) => node.querySelector(".marker").children.map((shape) => shape.tagName));
  assert.deepEqual(shapes, [["CIRCLE"], ["RECT"], ["CIRCLE"]]);
});

test("a ring marks what is wrong, as long as it is", () => {
  const { nodes, show } = picture();
  const ringed = () => nodes().map((node) => node.querySelector(".ring").style.display !== "none");
  assert.deepEqual(ringed(), [false, false, true]);
  show(POINTS, { ...FLAT, angle: Math.PI });
  assert.deepEqual(ringed(), [true, true, false]);
});

test("other points take the place of those before", () => {
  const { nodes, show } = picture();
  show([{ x: [0, 0], y: 1 }, { x: [0, 1], y: 1 }], FLAT);
  assert.deepEqual(nodes().map((node) => node.getAttribute("transform")), ["translate(200,150)", "translate(200,100)"]);
  assert.deepEqual(nodes().map((node) => node.querySelector(".marker").children.map((shape) => shape.tagName)), [["CIRCLE"], ["CIRCLE"]]);
  show(POINTS, FLAT);
  assert.equal(nodes().length, 3);
});

test("the line crosses the whole picture, and what takes hold of it lies on it", () => {
  for (const angle of [0, 0.7, Math.PI / 2, -2.5]) {
    const { find, numbers } = picture({ at: [1, -1], angle, steepness: 1 });
    for (const name of [".boundary", "line.reach"]) {
      const [x1, y1, x2, y2] = numbers(find(name), ["x1", "y1", "x2", "y2"]);
      near([(x1 + x2) / 2, (y1 + y2) / 2], [250, 200]);
      near([Math.atan2(y1 - y2, x2 - x1)], [angle]);
      assert.ok(Math.hypot(x2 - x1, y2 - y1) / 2 >= Math.hypot(400, 300));
    }
  }
});

test("the color is the probability that the neuron gives", () => {
  const { at, angle, steepness } = { at: [0.5, -1], angle: 0.8, steepness: 2.5 };
  const { svg, find, numbers } = picture({ at, angle, steepness });
  const [gradient] = svg.querySelectorAll("linearGradient");
  const [x1, y1, x2, y2] = numbers(gradient, ["x1", "y1", "x2", "y2"]);
  const stops = gradient.children.map((stop) => numbers(stop, ["offset", "stop-opacity"]));
  near([stops[0][0], stops.at(-1)[0]], [0, 1]);
  assert.ok(stops.length > 20 && stops[0][1] < 0.01 && stops.at(-1)[1] > 0.99);
  for (const [share, opacity] of stops) {
    const [right, up] = [(x1 + share * (x2 - x1)) / 50 - 4 - at[0], 3 - (y1 + share * (y2 - y1)) / 50 - at[1]];
    const distance = up * Math.cos(angle) - right * Math.sin(angle); // from the line, to its left
    near([opacity], [1 / (1 + Math.exp(-steepness * distance))]);
  }
  assert.equal(gradient.getAttribute("gradientUnits"), "userSpaceOnUse");
  assert.equal(find(`[fill="url(#${gradient.id})"]`).getAttribute("width"), "400");
  assert.equal(find(`[fill="url(#${gradient.id})"]`).getAttribute("height"), "300");
});

test("handles stand on the line and have names", () => {
  const { svg, find } = picture();
  assert.equal(find(".move").getAttribute("transform"), "translate(200,150)");
  assert.equal(find(".turn").getAttribute("transform"), "translate(270,150)");
  assert.deepEqual([".move", ".turn"].map((name) => find(name).getAttribute("aria-label")), ["move", "turn"]);
  assert.deepEqual([svg.getAttribute("role"), svg.getAttribute("aria-label")], ["group", "the picture"]);
  for (const name of [".move", ".turn"]) {
    const [reach, knob] = ["reach", "knob"].map((part) => Number(find(`${name} .${part}`).getAttribute("r")));
    assert.ok(reach >= 22 && knob >= 8 && knob < reach, "a finger is wider than what is seen");
  }
  assert.ok(Number(find(".move .knob").getAttribute("r")) > Number(find(".turn .knob").getAttribute("r")), "the one in the middle is the larger one");
  for (const node of [".move", ".turn", ".point"].map(find)) {
    assert.deepEqual([node.getAttribute("tabindex"), node.getAttribute("role")], ["0", "button"]);
  }
});

test("the middle handle moves the line and stays in the picture", () => {
  const { svg, asked, find, drag } = picture();
  const event = drag(find(".move"), [200, 150], [250, 100], [900, -500], [-500, 900]);
  assert.ok(event.defaultPrevented);
  assert.deepEqual([globalThis.document.activeElement, globalThis.document.isScrolledByFocus], [find(".move"), false]);
  assert.deepEqual(asked.map(({ boundary }) => boundary), [[1, 1], [3.8, 2.8], [-3.8, -2.8]].map((at) => ({ ...FLAT, at })));
  for (const end of ["pointerup", "pointercancel"]) {
    drag(find(".move"), [200, 150]);
    svg.send(end);
    svg.send("pointermove", { clientX: 210, clientY: 150 });
    assert.equal(asked.length, 3);
  }
});

test("the line itself can be dragged, and keeps its distance from the pointer", () => {
  const { asked, find, drag } = picture({ ...FLAT, at: [0.5, 1] });
  drag(find("line.reach"), [300, 100], [350, 150]);
  assert.deepEqual(asked, [{ boundary: { ...FLAT, at: [1.5, 0] } }]);
});

test("the other handle turns the line, from whichever side it stands at", () => {
  const { asked, find, drag } = picture();
  drag(find(".turn"), [270, 150], [200, 50], [100, 150], [300, 250]);
  near(asked.map(({ boundary }) => boundary.angle), [Math.PI / 2, Math.PI, -Math.PI / 4]);
  assert.deepEqual(asked[0].boundary.at, [0, 0]);
  const atEdge = picture({ ...FLAT, at: [3.8, 0] });
  assert.equal(atEdge.find(".turn").getAttribute("transform"), "translate(320,150)");
  atEdge.drag(atEdge.find(".turn"), [320, 150], [390, 100], [340, 200]);
  near(atEdge.asked.map(({ boundary }) => boundary.angle), [-Math.PI / 2, Math.PI / 4]);
});

test("a point is dragged to where the pointer is, within the picture", () => {
  const { asked, nodes, drag } = picture();
  drag(nodes()[1], [125, 200], [175, 225], [-20, 900]);
  assert.deepEqual(asked, [{ point: 1, x: [-0.5, -1.5] }, { point: 1, x: [-3.8, -2.8] }]);
});

test("a finger on a handle or point does not scroll the page", () => {
  const { find, nodes } = picture();
  for (const node of [find(".move"), find(".turn"), find("line.reach"), nodes()[2]]) assert.ok(node.send("touchstart").defaultPrevented);
});

test("arrow keys move by a tenth, with Shift by half", () => {
  const { asked, find, nodes } = picture();
  const keys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
  for (const key of keys) assert.ok(find(".move").send("keydown", { key }).defaultPrevented);
  near(asked.flatMap(({ boundary }) => boundary.at), [-0.1, 0, 0.1, 0, 0, 0.1, 0, -0.1]);
  nodes()[1].send("keydown", { key: "ArrowUp", shiftKey: true });
  assert.equal(asked.at(-1).point, 1);
  near(asked.at(-1).x, [-1.5, -0.5]);
  assert.ok(!find(".move").send("keydown", { key: "Tab" }).defaultPrevented);
  assert.equal(asked.length, 5);
});

test("arrow keys turn the line by three degrees, up and left against the clock", () => {
  const { asked, find } = picture({ ...FLAT, angle: 0.5 });
  for (const key of ["ArrowUp", "ArrowLeft", "ArrowDown", "ArrowRight"]) find(".turn").send("keydown", { key });
  find(".turn").send("keydown", { key: "ArrowUp", shiftKey: true });
  near(asked.map(({ boundary }) => ((boundary.angle - 0.5) * 180) / Math.PI), [3, 3, -3, -3, 15]);
});
