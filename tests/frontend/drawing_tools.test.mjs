// The lecturer's tools: the dot follows the mouse, the pen draws in units of the slides, and the magnifier keeps what is under the mouse in place.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDocument, tree } from "./small_document.mjs";
import { drawingTools } from "../../nnlab/jupyter/shared/labextensions/nnlab-present/static/drawing_tools.js";

// Slides twice as large as planned, in a window of 2560 × 1440; their content begins at (100, 50) and is 1000 × 800 large.
function slides() {
  openDocument();
  const [deck, content] = [tree(["div"]), tree(["div"])];
  content.getBoundingClientRect = () => ({ left: 100, top: 50, width: 1000, height: 800 });
  deck.append(content);
  const listeners = new Map();
  globalThis.window = {
    innerWidth: 2560, innerHeight: 1440,
    addEventListener: (type, listener) => listeners.set(type, listener),
    removeEventListener: (type, listener) => listeners.get(type) === listener && listeners.delete(type),
  };
  const zooms = [];
  const tools = drawingTools({ deck, content, scale: () => 2, onZoom: () => zooms.push(deck.classList.contains("nnlab-zoomed")) });
  const [ink, dot] = tools.nodes;
  ink.getBoundingClientRect = () => ({ left: 0, top: 0 });
  const at = (clientX, clientY) => ({ clientX, clientY, pointerId: 1 });
  const move = (x, y) => listeners.get("pointermove")(at(x, y));
  function draw([x, y], ...places) {
    const event = ink.send("pointerdown", at(x, y));
    for (const place of places) move(...place);
    ink.send("pointerup");
    return event;
  }
  const lines = () => ink.querySelectorAll("polyline").map((line) => line.getAttribute("points"));
  const [one, two, three] = [{}, {}, {}];
  tools.show(one, two);
  return { deck, content, tools, ink, dot, zooms, move, draw, lines, listeners, nodes: [one, two, three] };
}

test("a line goes through the places of the pen, in units of the slides", () => {
  const { ink, draw, move, lines } = slides();
  const event = draw([200, 100], [220, 130], [221, 133]);
  assert.ok(event.defaultPrevented);
  move(500, 500);
  draw([0, 0], [2, 2]);
  assert.deepEqual(lines(), ["100.0,50.0 110.0,65.0 110.5,66.5", "0.0,0.0 1.0,1.0"]);
  assert.equal(ink.getAttribute("viewBox"), "0 0 1280 676");
  assert.deepEqual(["class", "preserveAspectRatio", "aria-hidden"].map((name) => ink.getAttribute(name)), ["nnlab-ink", "xMinYMin", "true"]);
});

test("a line that the browser breaks off has ended", () => {
  const { ink, move, lines } = slides();
  ink.send("pointerdown", { clientX: 20, clientY: 20, pointerId: 1 });
  ink.send("pointercancel");
  move(40, 40);
  assert.deepEqual(lines(), ["10.0,10.0"]);
});

test("each page keeps its drawing; one that begins alike but ends elsewhere has another", () => {
  const { tools, draw, lines, nodes: [one, two, three] } = slides();
  draw([2, 2]);
  tools.show(two, two);
  assert.deepEqual(lines(), []);
  draw([4, 4]);
  tools.show(one, three);
  assert.deepEqual(lines(), []);
  tools.show(one, two);
  assert.deepEqual(lines(), ["1.0,1.0"]);
  tools.show(two, two);
  assert.deepEqual(lines(), ["2.0,2.0"]);
});

test("a drawing is erased for good, on this page alone", () => {
  const { tools, draw, lines, nodes: [one, two] } = slides();
  tools.show(two, two);
  draw([4, 4]);
  tools.show(one, two);
  draw([2, 2]);
  tools.commands.erase();
  assert.deepEqual(lines(), []);
  tools.show(two, two);
  assert.deepEqual(lines(), ["2.0,2.0"]);
  tools.show(one, two);
  assert.deepEqual(lines(), []);
});

test("the dot follows the mouse and is seen while it is used", () => {
  const { deck, tools, dot, move } = slides();
  const isOn = () => [deck.classList.contains("nnlab-pointing"), dot.hidden];
  assert.deepEqual([dot.hidden, dot.className], [true, "nnlab-dot"]);
  tools.commands.pointer();
  move(70, 80);
  assert.deepEqual([...isOn(), dot.style.translate], [true, false, "70px 80px"]);
  tools.commands.pointer();
  assert.deepEqual(isOn(), [false, true]);
});

test("one tool takes the place of the other", () => {
  const { deck, tools, dot } = slides();
  tools.commands.pointer();
  tools.commands.pen();
  assert.deepEqual([deck.className, dot.hidden], ["nnlab-drawing", true]);
  tools.commands.pointer();
  assert.deepEqual([deck.className, dot.hidden], ["nnlab-pointing", false]);
});

test("what is under the mouse stays there when it is magnified", () => {
  const { deck, content, tools, ink, zooms, move } = slides();
  move(350, 250);
  tools.commands.zoom();
  assert.deepEqual([content.style.transformOrigin, content.style.scale], ["25% 25%", 2]);
  assert.deepEqual([ink.style.transformOrigin, ink.style.scale], ["350px 250px", 2]);
  tools.commands.zoom();
  assert.deepEqual([content, ink].map(({ style }) => [style.scale, style.transformOrigin]), [["", ""], ["", ""]]);
  assert.equal(deck.classList.contains("nnlab-zoomed"), false);
  assert.deepEqual(zooms, [true, false]);
});

test("before the mouse has moved the middle is magnified", () => {
  const { content, ink, tools } = slides();
  tools.commands.zoom();
  assert.deepEqual([content.style.transformOrigin, ink.style.transformOrigin], ["50% 50%", "600px 450px"]);
});

test("what is drawn on the magnified slide is at the same place of the slide", () => {
  const { tools, ink, draw, lines } = slides();
  tools.commands.zoom();
  ink.getBoundingClientRect = () => ({ left: -100, top: -60 });
  draw([300, 340]);
  assert.deepEqual(lines(), ["100.0,100.0"]);
});

test("the next page is not magnified", () => {
  const { deck, content, tools, nodes: [, two] } = slides();
  tools.commands.zoom();
  tools.show(two, two);
  assert.deepEqual([content.style.scale, deck.classList.contains("nnlab-zoomed")], ["", false]);
});

test("Escape puts away what is in use, and says whether there was anything", () => {
  const { deck, content, tools } = slides();
  assert.equal(tools.putAway(), false);
  for (const use of Object.values({ ...tools.commands, erase: tools.commands.zoom })) {
    use();
    assert.equal(tools.putAway(), true);
    assert.deepEqual([deck.className, content.style.scale ?? ""], ["", ""]);
  }
  assert.equal(tools.putAway(), false);
});

test("nothing is left of the tools when the slides are closed", () => {
  const { deck, content, tools, listeners } = slides();
  tools.commands.pen();
  tools.commands.zoom();
  tools.close();
  assert.deepEqual([deck.className, content.style.scale, listeners.size], ["", "", 0]);
});

test("a drawing stays where it is when what is on the page is replaced, also twice", () => {
  const { tools, draw, lines, nodes: [one, two] } = slides();
  draw([2, 2]);
  const [once, twice] = [{}, {}];
  tools.rename(one, once);
  tools.rename(once, twice);
  tools.show(twice, two);
  assert.deepEqual(lines(), ["1.0,1.0"]);
});
