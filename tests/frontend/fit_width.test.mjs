// The width of a picture: as many pixels as the screen shows, and no layout for every status.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fitWidth, keepHeight, pixelsFor } from "../../nnlab/engine/frontend/fit_width.js";

test("a picture has one pixel for each of the screen", () => {
  for (const ratio of [1, 1.5, 2]) {
    for (const shown of [358, 848, 927.4]) {
      const { width, scale } = pixelsFor(shown, 960, ratio);
      const drawn = Math.floor(960 * scale); // as the kernel rounds
      assert.equal(Math.round(width * ratio), drawn);
      assert.ok(width <= shown && width > shown - 1);
    }
  }
});

test("more than two pixels for one are not asked for", () => {
  assert.equal(Math.floor(400 * pixelsFor(400, 400, 3).scale), 800);
});

test("a caption keeps the height of its longest text until the width changes", () => {
  const properties = new Map();
  const style = { setProperty: (name, value) => properties.set(name, value), removeProperty: (name) => properties.delete(name) };
  let measured = 0;
  globalThis.requestAnimationFrame = (action) => action();
  globalThis.getComputedStyle = () => ({ height: `${20 * ++measured}px` });
  const caption = { style, clientHeight: 20 };
  const height = keepHeight(caption);
  height.hold(50);
  height.hold(40);
  assert.equal(properties.get("--nnlab-caption-height"), "20px");
  height.hold(60);
  assert.equal(properties.get("--nnlab-caption-height"), "40px");
  height.forget();
  assert.equal(properties.size, 0);
  caption.clientHeight = 0; // the notebook's tab is hidden
  height.hold(80);
  assert.equal(properties.size, 0);
  caption.clientHeight = 20;
  height.hold(70);
  assert.equal(properties.get("--nnlab-caption-height"), "60px");
});

test("after a presentation of pictures that were there before, they are drawn for the page again", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const names = new Set();
  const classList = { remove: (name) => names.delete(name), toggle: (name, on) => (on ? names.add(name) : names.delete(name)) };
  const explorer = { classList, parentElement: { clientWidth: 1300 }, closest: () => explorer.deck };
  const figure = { clientWidth: 900, closest: () => explorer };
  let resize = () => {};
  globalThis.document = { body: {} };
  globalThis.window = { devicePixelRatio: 1 };
  globalThis.ResizeObserver = class {
    constructor(action) {
      resize = action;
    }
    observe() {}
  };
  const asked = [];
  fitWidth(figure, { style: { setProperty() {} } }, { natural: 960, narrow: 0 }, ({ scale }) => asked.push(scale));
  const settle = () => {
    resize();
    t.mock.timers.tick(1000);
  };
  settle();
  settle();
  assert.equal(asked.length, 1);
  assert.ok(names.has("nnlab-beside"));
  explorer.deck = {};
  settle();
  assert.equal(asked.length, 1);
  assert.equal(names.size, 0);
  explorer.deck = null;
  settle();
  assert.equal(asked.length, 2);
});

// What a picture of the natural width 960 that can be stacked to `narrow` is asked for in a figure of this width on the page.
function askedFor(t, clientWidth, narrow, explorer = null) {
  const shown = [];
  globalThis.document = { body: {} };
  globalThis.window = { devicePixelRatio: 2 };
  let resize;
  globalThis.ResizeObserver = class {
    constructor(action) {
      resize = action;
    }
    observe() {}
    disconnect() {}
  };
  const asked = [];
  const canvas = { style: { setProperty: (name, value) => shown.push([name, value]) } };
  const stop = fitWidth({ clientWidth, closest: () => explorer }, canvas, { natural: 960, narrow }, (wanted) => asked.push(wanted));
  resize();
  t.mock.timers.tick(1000);
  resize();
  stop();
  t.mock.timers.tick(1000);
  return { asked: asked.map((wanted) => [Math.floor(wanted.scale * (wanted.narrow ? narrow : 960)), wanted.narrow]), shown: shown.at(-1)?.[1] };
}

test("where there is little room the panels are stacked, if they can be, and stay lower than a screen", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  assert.deepEqual(askedFor(t, 900, 400), { asked: [[1800, false]], shown: "900px" });
  assert.deepEqual(askedFor(t, 600, 400), { asked: [[1200, false]], shown: "600px" });
  assert.deepEqual(askedFor(t, 599, 400), { asked: [[960, true]], shown: "480px" });
  assert.deepEqual(askedFor(t, 360, 400), { asked: [[720, true]], shown: "360px" });
  assert.deepEqual(askedFor(t, 360, 0), { asked: [[720, false]], shown: "360px" });
});

test("a figure that is not on the page is not drawn for", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  assert.deepEqual(askedFor(t, 0, 400), { asked: [], shown: undefined });
});

test("controls stand beside the picture where there is room for both", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  for (const [clientWidth, isBeside] of [[1179, false], [1180, true]]) {
    const toggled = [];
    const classList = { toggle: (...given) => toggled.push(given) };
    askedFor(t, 900, 0, { classList, parentElement: { clientWidth }, closest: () => null });
    assert.deepEqual(toggled.at(-1), ["nnlab-beside", isBeside]);
  }
  assert.equal(askedFor(t, 900, 0, { parentElement: null, closest: () => null }).asked.length, 1);
});

test("a window that is being resized asks for one picture", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let resize;
  globalThis.ResizeObserver = class {
    constructor(action) {
      resize = action;
    }
    observe() {}
    disconnect() {}
  };
  const [figure, asked] = [{ clientWidth: 700, closest: () => null }, []];
  const stop = fitWidth(figure, { style: { setProperty() {} } }, { natural: 960, narrow: 0 }, ({ scale }) => asked.push(Math.floor(scale * 960)));
  for (const width of [700, 800, 900, 1000]) {
    figure.clientWidth = width;
    resize();
    t.mock.timers.tick(width === 700 ? 0 : 100);
  }
  t.mock.timers.tick(1000);
  assert.deepEqual(asked, [1400, 2000]);
  figure.clientWidth = 800;
  resize();
  stop();
  t.mock.timers.tick(1000);
  assert.equal(asked.length, 2);
});
