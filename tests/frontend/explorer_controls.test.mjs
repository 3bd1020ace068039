// An explorer on a page without a kernel: its controls, its player, and the picture and the words that follow them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { openDocument, tree } from "./small_document.mjs";
import { onSight, startExplorer, startPage } from "../../tools/templates/explorer.js";

const settle = () => new Promise(setImmediate);

// A slider with the places 0 to 3, a list, and a box; the opening is at (1, 0, 0), the preset at (3, 1, 1). A picture's number is its first place.
const frame = (places) => [places[0], places[0], places];
const travel = (base, control, places) => Object.fromEntries(places.map((place) => [place, frame(base.with(control, place))]));
const base = (places, label) => ({
  label, frame: frame(places), travels: [travel(places, 0, [0, 1, 2, 3]), travel(places, 1, [0, 1]), travel(places, 2, [0, 1])],
});
const DATA = {
  title: "Title", size: [2, 1], files: 1, statuses: ["zero", "one", "two", "three"], texts: { play: "Play", pause: "Pause", reset: "Reset" },
  controls: [
    { kind: "player", label: "Steps", help: "how many", values: ["0", "10", "20", "30"], interval: 100 },
    { kind: "list", label: "Function", values: ["tanh", "ReLU"] },
    { kind: "check", label: "Noise", values: ["no", "yes"] },
  ],
  bases: [base([1, 0, 0]), base([3, 1, 1], "Far")],
};

globalThis.ImageData = class {
  constructor(pixels, width, height) {
    Object.assign(this, { pixels: [...pixels], width, height });
  }
};

let pageColours;
globalThis.matchMedia = (query) => (query === "screen and (prefers-color-scheme: dark)" ? pageColours : { matches: false });

function openFigure() {
  const { createElement } = openDocument();
  pageColours = Object.assign(new EventTarget(), { matches: false });
  const painted = [];
  globalThis.document.createElement = (tag) => {
    const node = createElement(tag);
    if (tag === "canvas") node.getContext = (type) => type === "2d" && ({ putImageData: (image, ...where) => painted.push({ ...image, where }) });
    return node;
  };
  const texts = { "data-explorer": "frames/one", "data-returned": "Others went back.", "data-unavailable": "No picture." };
  const figure = tree(["figure", texts, ["picture", {}, ["img"]], ["figcaption", {}, ["span", { class: "status" }, "stored"], ["a", { class: "live" }, "Run it"]]]);
  globalThis.document.body.append(figure);
  return { figure, painted };
}

// An explorer with `count` loaded pictures; picture n has pixels of the value n.
function explorer({ count = 4, data = DATA, loadMore = async () => false } = {}) {
  const { figure, painted } = openFigure();
  const pictures = {
    count, changedRows: [3, 7], dark: null, useColours(isDark) { this.dark = isDark; },
    pixels(number) { return new Uint32Array([number, this.dark ? 9 : number]); },
  };
  startExplorer(figure, data, pictures, () => loadMore(pictures));
  const [slider, list, box] = figure.querySelectorAll("input, select");
  const button = (text) => figure.querySelectorAll("button").find((node) => node.textContent === text);
  const shown = () => painted.at(-1)?.pixels[0];
  async function move(place) {
    slider.valueAsNumber = place;
    slider.send("input");
    await settle();
  }
  return { figure, painted, slider, list, box, button, shown, move, note: () => figure.querySelector(".note").textContent };
}

test("the canvas takes the image's place and says what it shows", async () => {
  const { figure, painted, shown } = explorer();
  await settle();
  const canvas = figure.querySelector("canvas");
  assert.equal(figure.querySelector("img"), null);
  assert.equal(figure.querySelector("picture"), null);
  assert.deepEqual([painted[0].width, painted[0].height, shown()], [2, 1, 1]);
  assert.deepEqual(painted[0].where, [0, 0, 0, 3, 2, 5]); // of rows 3 to 7 alone
  canvas.send("contextrestored");
  assert.deepEqual(painted[1], { ...painted[0], where: [0, 0] });
  assert.deepEqual(["width", "height", "role", "aria-label"].map((name) => canvas.getAttribute(name)), ["2", "1", "img", "one"]);
  assert.equal(figure.querySelector("figcaption > .status").textContent, "one");
});

test("a page that turns dark, or is printed, shows the colours for it", async () => {
  const { painted, move } = explorer();
  await settle();
  const shown = () => [painted.at(-1).pixels[0], painted.at(-1).pixels[4]];
  assert.deepEqual(shown(), [1, 1]);
  for (const matches of [true, false, true]) {
    pageColours.matches = matches;
    pageColours.dispatchEvent(new Event("change"));
    assert.deepEqual(shown(), [1, matches ? 9 : 1]);
  }
  await move(2);
  assert.deepEqual(shown(), [2, 9]);
});

test("the panel has the title, the presets, Reset and named controls", () => {
  const { figure, slider, list, box } = explorer();
  const [title, panel] = figure.children;
  assert.deepEqual([title.className, title.textContent], ["title", "Title"]);
  assert.deepEqual([panel.getAttribute("role"), panel.getAttribute("aria-label")], ["group", "Title"]);
  assert.deepEqual([panel.className, ...panel.children.map(({ className }) => className)], ["panel", "presets", "controls", "note"]);
  assert.deepEqual(panel.querySelectorAll(".presets button").map((node) => [node.textContent, node.getAttribute("type")]),
    [["Far", "button"], ["Reset", "button"]]);
  assert.deepEqual([slider, list, box].map((node) => node.getAttribute("aria-label")), ["Steps", "Function", "Noise"]);
  assert.deepEqual(["title", "aria-description"].map((name) => slider.getAttribute(name)), ["how many", "how many"]);
  assert.equal(list.getAttribute("title"), null);
  assert.deepEqual(figure.querySelectorAll("label .name").map((node) => [node.textContent, node.getAttribute("aria-hidden")]),
    [["Steps", "true"], ["Function", "true"], ["Noise", "true"]]);
  assert.deepEqual(list.querySelectorAll("option").map((node) => node.textContent), ["tanh", "ReLU"]);
  assert.deepEqual([slider.getAttribute("type"), box.getAttribute("type")], ["range", "checkbox"]);
  assert.deepEqual([slider.getAttribute("min"), slider.max, slider.getAttribute("step")], ["0", 3, "1"]);
});

test("a slider shows the picture of its place, and its value in words", async () => {
  const { figure, slider, shown, move } = explorer();
  const says = () => [slider.value, figure.querySelector(".readout").textContent, slider.getAttribute("aria-valuetext")];
  assert.deepEqual(says(), [1, "10", "10"]);
  await move(3);
  assert.deepEqual([shown(), ...says()], [3, 3, "30", "30"]);
  assert.equal(figure.querySelector("canvas").getAttribute("aria-label"), "three");
});

test("a list and a box show their state and move the picture", async () => {
  const { list, box, button } = explorer();
  assert.deepEqual([list.selectedIndex, box.checked], [0, false]);
  list.selectedIndex = 1;
  list.send("change");
  assert.deepEqual([list.selectedIndex, box.checked], [1, false]);
  button("Reset").click();
  box.checked = true;
  box.send("change");
  assert.deepEqual([list.selectedIndex, box.checked], [0, true]);
  box.checked = false;
  box.send("change");
  assert.equal(box.checked, false);
});

test("a preset sets all controls and is marked; Reset brings the opening back", async () => {
  const { slider, list, box, button, shown } = explorer();
  const pressed = () => button("Far").getAttribute("aria-pressed");
  assert.equal(pressed(), "false");
  button("Far").click();
  await settle();
  assert.deepEqual([shown(), slider.value, list.selectedIndex, box.checked, pressed()], [3, 3, 1, true, "true"]);
  button("Reset").click();
  await settle();
  assert.deepEqual([shown(), slider.value, list.selectedIndex, box.checked, pressed()], [1, 1, 0, false, "false"]);
});

test("the reader is told when other controls went back, and where to run it", async () => {
  const { note, list, move } = explorer();
  await move(2);
  assert.equal(note(), "");
  list.selectedIndex = 1;
  list.send("change");
  assert.equal(note(), "Others went back. Run it");
  await move(0);
  list.selectedIndex = 0;
  list.send("change");
  assert.equal(note(), "");
});

test("the player goes on to the last value and begins again from there", (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const { figure, slider } = explorer();
  const play = figure.querySelector(".play");
  const says = () => [play.textContent, play.getAttribute("aria-label"), slider.value];
  assert.deepEqual(says(), ["▶", "Steps: Play", 1]);
  play.click();
  assert.deepEqual(says(), ["❚❚", "Steps: Pause", 1]);
  context.mock.timers.tick(99);
  assert.equal(slider.value, 1);
  context.mock.timers.tick(1);
  assert.deepEqual(says(), ["❚❚", "Steps: Pause", 2]);
  context.mock.timers.tick(100);
  assert.deepEqual(says(), ["▶", "Steps: Play", 3]);
  play.click();
  assert.deepEqual(says(), ["❚❚", "Steps: Pause", 0]);
  context.mock.timers.tick(100);
  play.click();
  assert.deepEqual(says(), ["▶", "Steps: Play", 1]);
  context.mock.timers.tick(1000);
  assert.equal(slider.value, 1);
});

test("a move by hand stops the player", (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const { figure, slider, button } = explorer();
  const play = figure.querySelector(".play");
  for (const moveByHand of [() => slider.send("input"), () => button("Far").click(), () => button("Reset").click()]) {
    play.click();
    assert.equal(play.textContent, "❚❚");
    slider.valueAsNumber = 0;
    moveByHand();
    assert.equal(play.textContent, "▶");
  }
});

test("a picture of a later file is shown when it has come, unless the reader has gone on", async () => {
  const waiting = [];
  const loadMore = (pictures) => new Promise((resolve) => waiting.push(() => resolve(Boolean(pictures.count += 1))));
  const { painted, shown, move } = explorer({ count: 2, loadMore });
  await move(2);
  assert.equal(shown(), 1);
  waiting.shift()();
  await settle();
  assert.equal(shown(), 2);
  await move(3);
  await move(0);
  waiting.shift()();
  await settle();
  assert.deepEqual(painted.map(({ pixels }) => pixels[0]), [1, 2, 0]);
});

test("a picture that cannot be had is said to be missing", async () => {
  const { figure, note, shown, move } = explorer({ count: 2 });
  await move(2);
  assert.deepEqual([note(), shown()], ["No picture.", 1]);
  await move(0);
  assert.deepEqual([note(), shown()], ["", 0]);
  assert.equal(figure.querySelector("canvas").getAttribute("aria-label"), "zero");
});

test("a screen reader hears of the last picture of a move alone", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { figure, move } = explorer();
  const announcer = figure.children.find((node) => node.getAttribute("role") === "status");
  await move(2);
  context.mock.timers.tick(700);
  await move(3);
  context.mock.timers.tick(700);
  assert.equal(announcer.textContent, "");
  context.mock.timers.tick(100);
  assert.equal(announcer.textContent, "three");
});

// A file with pictures of one colour each: the numbers of colours and pictures, the colours on light and on dark pages, then references,
// segments and their changes.
function fileOf(colours, first) {
  const n = colours.length;
  const rows = [0, 1].flatMap(() => [0, 8, 16, 24].flatMap((bits) => colours.map((colour) => (colour >>> bits) & 255)));
  const words = [...colours.map((_, i) => first + i), ...Array(n).fill(1), ...Array(n).fill(2)];
  const halves = [...colours.flatMap(() => [0, 2]), ...colours.flatMap((_, i) => [first + i, first + i])];
  const parts = [new Uint32Array([n, n]), new Uint8Array(rows), new Uint32Array(words), new Uint16Array(halves)];
  return deflateSync(Buffer.concat(parts.map((part) => Buffer.from(part.buffer))));
}

// Near a picture its first file is loaded, and the others once the reader begins by this event.
async function loadedBy(begin) {
  const { figure, painted } = openFigure();
  const data = { ...DATA, files: 3 };
  const asked = [];
  const files = { "1.bin": fileOf([10, 11], 0), "2.bin": fileOf([12], 2), "3.bin": fileOf([13], 3) };
  globalThis.fetch = async (url) => {
    const suffix = url.href.match(/^https:\/\/example\.org\/en\/frames\/one\.(.+)$/)[1];
    asked.push(suffix);
    return { ok: true, json: async () => data, arrayBuffer: async () => files[suffix] };
  };
  const wait = async (isDone) => {
    for (let i = 0; i < 5000 && !isDone(); i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    await settle();
  };
  onSight([{ isIntersecting: false, target: figure }, { isIntersecting: true, target: figure }], { unobserve() {} });
  await wait(() => figure.dataset.ready !== undefined);
  assert.deepEqual(asked, ["json", "1.bin"]);
  assert.equal(new Uint32Array(new Uint8Array(painted.at(-1).pixels).buffer)[0], 11);
  figure.send(begin);
  await wait(() => asked.length === 4);
  assert.deepEqual(asked, ["json", "1.bin", "2.bin", "3.bin"]);
  const slider = figure.querySelector("[type=range]");
  slider.valueAsNumber = 3;
  slider.send("input");
  await wait(() => painted.length === 2);
  assert.equal(new Uint32Array(new Uint8Array(painted.at(-1).pixels).buffer)[0], 13);
  assert.equal(asked.length, 4);
}

test("all files of a picture are loaded once the reader begins", async () => {
  for (const begin of ["pointerdown", "focusin"]) await loadedBy(begin);
});

test("the page watches its explorers, and no longer says that nothing moves", () => {
  openDocument(["figure", { "data-explorer": "a" }], ["p", { "data-still": "" }], ["figure"]);
  const observed = [];
  let options;
  globalThis.IntersectionObserver = class {
    constructor(_, given) {
      options = given;
    }

    observe(node) {
      observed.push(node.dataset.explorer);
    }
  };
  startPage();
  assert.deepEqual(observed, ["a"]);
  assert.ok(parseFloat(options.rootMargin) > 0);
  assert.equal(globalThis.document.querySelector("[data-still]").hidden, true);
});
