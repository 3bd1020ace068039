// A picture in a notebook: what it says, what the kernel hears of the mouse and the keys, and what lies over it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { encodedFrame, FakeModel } from "./fakes.mjs";
import { openDocument, SmallElement, tree } from "./small_document.mjs";
import { allowHtml } from "./small_html.mjs";
import widget from "../../nnlab/engine/frontend/canvas.js";
import { createFade, createRings } from "../../nnlab/engine/frontend/overlay.js";

async function waitFor(isDone) {
  for (let i = 0; i < 5000 && !isDone(); i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}
allowHtml();
const BOX = { left: 100, top: 50, width: 400, height: 200 };

// As much of a page as pictures use: `observed` are the observers of sizes, of which none is called.
function openPage(...parts) {
  openDocument(...parts);
  Object.assign(globalThis.document.body, { clientWidth: 1000 });
  const [listeners, phases] = [new Map(), new Map()];
  const addEventListener = (type, listener, phase = false) => (listeners.set(type, listener), phases.set(listener, phase));
  const removeEventListener = (type, listener, phase = false) => {
    if (listeners.get(type) === listener && phases.get(listener) === phase) listeners.delete(type);
  };
  globalThis.window = { addEventListener, removeEventListener, devicePixelRatio: 1, matchMedia: () => ({ matches: false }) };
  Object.assign(globalThis.document, { addEventListener, removeEventListener });
  const observers = new Set();
  for (const name of ["ResizeObserver", "MutationObserver"]) {
    globalThis[name] = class {
      observe() { observers.add(this); }

      disconnect() { observers.delete(this); }
    };
  }
  globalThis.requestAnimationFrame = () => 0;
  globalThis.cancelAnimationFrame = () => {};
  return { listeners, observers };
}

function picture({ interactive = true, hint = "Drag it", parts = [], isDark = false } = {}) {
  const { listeners, observers } = openPage(...parts);
  if (isDark) globalThis.document.body.dataset.jpThemeLight = "false";
  const model = new FakeModel({
    interactive, hint, saved_page_message: "saved", disconnected_message: "no kernel", natural_width: 800, narrow_width: 0, control_ids: [],
    control_names: {}, revision: 0, scale: 1, frame_key: "", frame: null, frame_text: "", size: [0, 0], status: "", failed: false, grips: [],
  });
  const sent = [];
  model.send = (message) => sent.push(message);
  const painted = [];
  SmallElement.prototype.getContext = (type) => type === "2d" && ({ putImageData: (image) => painted.push(image), drawImage() {} });
  const explorer = tree(["div", { class: "nnlab-explorer" }, ["div"]]);
  globalThis.document.body.append(explorer);
  const el = explorer.firstElementChild;
  const stop = widget.render({ model, el });
  const canvas = el.querySelector("figure canvas");
  canvas.getBoundingClientRect = () => BOX;
  const show = (values) => model.set({ frame: encodedFrame(1), frame_key: String(Math.random()), size: [2, 3], ...values });
  const press = (type, clientX, clientY, button = 0) => canvas.send(type, { clientX, clientY, button, pointerId: 7 });
  return { model, el, stop, sent, canvas, show, press, painted, listeners, observers, find: (selector) => el.querySelector(selector) };
}

test("a picture that can be dragged passes its keys on and says how it is used", () => {
  const { canvas, find } = picture();
  const says = ["role", "aria-description"].map((name) => canvas.getAttribute(name));
  assert.deepEqual([...says, canvas.tabIndex, canvas.classList.contains("nnlab-interactive")], ["application", "Drag it", 0, true]);
  assert.equal(find(".nnlab-hint").textContent, "Drag it");
  assert.equal(find("figcaption").dataset.disconnected, "no kernel");
});

test("a picture to look at takes no focus, no keys and no drags", () => {
  const { model, canvas, sent, press } = picture({ interactive: false, hint: "" });
  const says = ["role", "aria-description"].map((name) => canvas.getAttribute(name));
  assert.deepEqual([...says, canvas.tabIndex, canvas.classList.contains("nnlab-interactive")], ["img", null, -1, false]);
  canvas.send("keydown", { key: "ArrowUp" });
  press("pointerdown", 200, 100);
  assert.deepEqual([sent, model.get("drag")], [[], undefined]);
});

test("on a page that was saved the picture says so", () => {
  const { find } = picture({ parts: [["script", { type: "application/vnd.jupyter.widget-state+json" }]] });
  assert.equal(find("figcaption").dataset.disconnected, "saved");
});

test("a drag is told as places in the picture, from its lower left, until it ends", () => {
  const { model, press } = picture();
  const drag = () => model.get("drag");
  const before = model.saved;
  press("pointermove", 200, 100);
  assert.equal(drag(), undefined);
  press("pointerdown", 200, 100);
  assert.deepEqual([drag().start, drag().end], [[0.25, 0.75], [0.25, 0.75]]);
  const { id } = drag();
  press("pointermove", 300, 200);
  assert.deepEqual([drag().id, drag().start, drag().end], [id, [0.25, 0.75], [0.5, 0.25]]);
  press("pointerup", 500, 250);
  assert.deepEqual(drag().end, [1, 0]);
  press("pointermove", 100, 50);
  assert.deepEqual(drag().end, [1, 0]);
  assert.equal(model.saved - before, 3);
});

test("a drag that the browser breaks off has ended; another button begins none", () => {
  const { model, press } = picture();
  press("pointerdown", 200, 100, 2);
  assert.equal(model.get("drag"), undefined);
  press("pointerdown", 200, 100);
  press("pointercancel", 200, 100);
  press("pointermove", 300, 200);
  assert.deepEqual(model.get("drag").end, [0.25, 0.75]);
});

test("the keys of a picture go to the kernel, all others to the program", () => {
  const { canvas, sent } = picture();
  const own = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter", "Delete", "n"];
  for (const key of own) {
    const event = canvas.send("keydown", { key });
    assert.deepEqual([event.defaultPrevented, event.isStopped], [true, true]);
  }
  assert.deepEqual(sent, own.map((key) => ({ key })));
  for (const modifier of ["ctrlKey", "metaKey", "altKey"]) assert.equal(canvas.send("keydown", { key: "n", [modifier]: true }).isStopped, false);
  assert.equal(canvas.send("keydown", { key: "Tab" }).defaultPrevented, false);
  assert.equal(sent.length, own.length);
});

test("the status is the caption and the picture's name; a failure is marked", async () => {
  const { canvas, find, show, painted } = picture();
  show({ status: "It is steep." });
  await waitFor(() => painted.length > 0);
  const says = () => [find("figcaption").textContent, canvas.getAttribute("aria-label"), find("figcaption").classList.contains("nnlab-failed")];
  assert.deepEqual(says(), ["It is steep.", "It is steep.", false]);
  assert.equal(painted.length, 1);
  show({ status: "It failed.", failed: true });
  assert.deepEqual(says(), ["It failed.", "It failed.", true]);
});

test("a screen reader hears the last status of a drag, and not the first one of all", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { find, show } = picture();
  const hears = (milliseconds) => (context.mock.timers.tick(milliseconds), find("[role=status]").textContent);
  show({ status: "one" });
  assert.equal(hears(2000), "");
  show({ status: "two" });
  assert.equal(hears(700), "");
  show({ status: "three" });
  assert.equal(hears(700), "");
  assert.equal(hears(100), "three");
});

test("the kernel hears of the page's theme and of a presentation's magnification", () => {
  assert.equal(picture().model.get("theme"), "light");
  const { model, canvas } = picture({ isDark: true });
  assert.equal(model.get("theme"), "dark");
  canvas.send("nnlab-set-scale", { detail: 1.75 });
  assert.equal(model.get("scale"), 1.75);
});

test("a picture that is closed hears of nothing any more", () => {
  const { model, stop, listeners, observers } = picture();
  assert.ok(observers.size > 0 && listeners.size > 0);
  stop();
  assert.deepEqual([observers.size, listeners.size, model.listenerCount()], [0, 0, 0]);
});

test("rings stand where the picture can be dragged, as many as there are", () => {
  openPage();
  const [canvas, layer] = [tree(["canvas"]), tree(["div"])];
  globalThis.document.body.append(canvas, layer);
  const { show } = createRings(canvas, layer);
  const places = () => layer.children.map(({ style }) => [style.left, style.top]);
  show([[0.25, 0.75], [0.5, 0]]);
  assert.deepEqual(places(), [["25%", "25%"], ["50%", "100%"]]);
  show([[1, 1]]);
  assert.deepEqual(places(), [["100%", "0%"]]);
  show([]);
  assert.deepEqual(places(), []);
});

test("the mouse over a ring can take hold of it, beside it cannot", () => {
  openPage();
  const [canvas, layer] = [tree(["canvas"]), tree(["div"])];
  globalThis.document.body.append(canvas, layer);
  canvas.getBoundingClientRect = () => BOX;
  createRings(canvas, layer).show([[0.25, 0.75]]);
  const isOn = (clientX, clientY) => (canvas.send("pointermove", { clientX, clientY }), canvas.classList.contains("nnlab-grip"));
  assert.deepEqual([[200, 100], [215, 112], [230, 100], [200, 130], [100, 50]].map((place) => isOn(...place)), [true, true, false, false, false]);
  canvas.send("pointerdown", { button: 0 });
  canvas.send("pointercancel");
  assert.equal(layer.classList.contains("nnlab-dragging"), false);
});

// An explorer with a preset, beside another one; `fades` are the durations of fading pictures.
function fading({ isStill = false } = {}) {
  const explorer = ["div", { class: "nnlab-explorer" }, ["button", { class: "nnlab-preset" }], ["button", { class: "nnlab-reset" }],
    ["button"], ["canvas"]];
  const { listeners } = openPage(explorer, ["div", { class: "nnlab-explorer" }, ["button", { class: "nnlab-preset" }]]);
  globalThis.window.matchMedia = () => ({ matches: isStill });
  const [preset, reset, plain, elsewhere] = globalThis.document.querySelectorAll("button");
  const canvas = Object.assign(globalThis.document.querySelector("canvas"), { width: 40, height: 30 });
  const layer = new SmallElement("canvas");
  const [fades, drawn] = [[], []];
  layer.getContext = (type) => type === "2d" && ({ drawImage: (...given) => drawn.push(given) });
  layer.animate = (frames, { duration }) => fades.push([frames.map(({ opacity }) => opacity), duration > 0]);
  const fade = createFade(canvas, layer);
  return { fade, fades, drawn, canvas, layer, listeners, buttons: { preset, reset, plain, elsewhere },
    click: (target) => listeners.get("click")?.({ target }) };
}

test("after a preset or Reset the last picture fades, once; after anything else it does not", () => {
  const { fade, fades, drawn, canvas, layer, buttons, click } = fading();
  fade.begin();
  assert.deepEqual(fades, []);
  for (const name of ["preset", "reset"]) {
    click(buttons[name]);
    fade.begin();
    fade.begin();
  }
  for (const name of ["plain", "elsewhere"]) {
    click(buttons[name]);
    fade.begin();
  }
  assert.deepEqual(fades, [[[1, 0], true], [[1, 0], true]]);
  assert.deepEqual([drawn[0], layer.width, layer.height], [[canvas, 0, 0], 40, 30]);
});

test("a picture that comes late, or before there was one, is not faded to; nor where motion is unwanted", (context) => {
  const { fade, fades, canvas, buttons, click } = fading();
  let now = 1000;
  context.mock.method(performance, "now", () => now);
  click(buttons.preset);
  now += 10_000;
  fade.begin();
  click(buttons.preset);
  canvas.width = 0;
  fade.begin();
  const still = fading({ isStill: true });
  still.click(still.buttons.preset);
  still.fade.begin();
  assert.deepEqual([fades, still.fades], [[], []]);
});

test("what fades no longer listens when it is stopped", () => {
  const { fade, listeners } = fading();
  fade.stop();
  assert.equal(listeners.has("click"), false);
});
