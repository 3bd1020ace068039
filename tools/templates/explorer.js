// Explorers that move on a page without a kernel: the stored picture gets controls and a canvas as soon as the reader is near it.

import { baseState, moveControl, PLACES, reachablePlaces, shownPreset } from "./explorer_states.js";
import { inflate, Pictures } from "./frame_file.js";

const LOAD_WITHIN = "300px"; // of the window
const PHONE = "(max-width: 40rem)"; // as in explorer.css
const DARK = "screen and (prefers-color-scheme: dark)"; // paper is light
const RETRY_MS = 5000; // after a file could not be loaded
const ANNOUNCE_AFTER_MS = 800; // without a change: a screen reader reads out the last status of a drag alone

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// Sets a property, or an attribute, where its value is another one: even the same value would cost the browser a new layout.
function set(node, property, value) {
  if (String(node[property]) !== String(value)) node[property] = value;
}

function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

// One control: `node` for the page, `show(places, place)` to set it; calls `onMove(place)`.
function createControl({ kind, label, help, values }, onMove) {
  const described = { "aria-label": label, ...(help && { title: help, "aria-description": help }) };
  const name = element("span", { class: "name", "aria-hidden": "true" }, label);
  if (kind === "list") {
    const list = element("select", described, ...values.map((text) => element("option", {}, text)));
    list.addEventListener("change", () => onMove(list.selectedIndex));
    return { node: element("label", {}, name, list), show: (_, place) => set(list, "selectedIndex", place) };
  }
  if (kind === "check") {
    const box = element("input", { type: "checkbox", ...described });
    box.addEventListener("change", () => onMove(Number(box.checked)));
    return { node: element("label", {}, box, name), show: (_, place) => set(box, "checked", place === 1) };
  }
  let reachable = [];
  const slider = element("input", { type: "range", min: 0, step: 1, ...described });
  const readout = element("span", { class: "readout", "aria-hidden": "true" });
  slider.addEventListener("input", () => onMove(reachable[slider.valueAsNumber]));
  function show(places, place) {
    reachable = places;
    set(slider, "max", places.length - 1);
    set(slider, "value", places.indexOf(place));
    set(readout, "textContent", values[place]);
    setAttribute(slider, "aria-valuetext", values[place]);
  }
  return { node: element("label", {}, name, slider, readout), show };
}

// The button beside a slider that plays it; `step()` goes one value on and says whether there is another, `rewind()` to the first one.
function createPlayer({ label, interval }, texts, { isAtEnd, rewind, step }) {
  const button = element("button", { type: "button", class: "play" });
  let timer = null;
  function show() {
    button.textContent = timer === null ? "▶" : "❚❚";
    button.setAttribute("aria-label", `${label}: ${timer === null ? texts.play : texts.pause}`);
  }
  function stop() {
    clearInterval(timer);
    timer = null;
    show();
  }
  function start() {
    if (isAtEnd()) rewind();
    timer = setInterval(() => step() || stop(), interval);
    show();
  }
  button.addEventListener("click", () => (timer === null ? start() : stop()));
  show();
  return { button, stop };
}

// The picture: a canvas in place of the image, with the status as its alternative text and below it. A picture of a file that is not
// loaded yet is shown as soon as it is; `loadMore()` loads the next file and says whether there was one.
function createPicture(figure, data, pictures, loadMore) {
  const [width, height] = data.size;
  const canvas = element("canvas", { width, height, role: "img" });
  const caption = figure.querySelector("figcaption > .status");
  const announcer = element("div", { role: "status", class: "unseen" });
  const context = canvas.getContext("2d");
  figure.append(announcer);
  let shown = null;
  canvas.addEventListener("contextrestored", () => context.putImageData(shown, 0, 0)); // a phone may have taken the canvas's memory
  const dark = matchMedia(DARK);
  pictures.useColours(dark.matches);
  dark.addEventListener("change", () => {
    pictures.useColours(dark.matches);
    if (wanted[0] < pictures.count) paint(wanted);
  });
  let announcement = 0;
  let wanted = null;
  async function show(frame) {
    wanted = frame;
    while (wanted[0] >= pictures.count) {
      if (!(await loadMore())) throw new Error(`picture ${wanted[0]} is in none of the files`);
    }
    if (wanted === frame) paint(frame);
  }
  function paint([picture, status]) {
    const pixels = new Uint8ClampedArray(pictures.pixels(picture).buffer);
    const [first, last] = pictures.changedRows;
    shown = new ImageData(pixels, width, height);
    if (first <= last) context.putImageData(shown, 0, 0, 0, first, width, last - first + 1);
    if (!canvas.isConnected) figure.querySelector("picture").replaceWith(canvas);
    const text = data.statuses[status];
    if (caption.textContent !== text) {
      clearTimeout(announcement);
      announcement = setTimeout(() => { announcer.textContent = text; }, ANNOUNCE_AFTER_MS);
    }
    caption.textContent = text;
    canvas.setAttribute("aria-label", text);
  }
  return show;
}

// Puts the controls of an explorer before its picture and lets them move it.
export function startExplorer(figure, data, pictures, loadMore) {
  let state = baseState(data, 0);
  const players = [];
  const showPicture = createPicture(figure, data, pictures, loadMore);
  const run = figure.querySelector("a.live").cloneNode(true);
  const note = element("p", { class: "note", role: "status" });

  function show(next) {
    state = next;
    showPicture(state.frame).catch(() => note.replaceChildren(figure.dataset.unavailable));
    controls.forEach((control, i) => control.show(reachablePlaces(data, state, i), state.frame[PLACES][i]));
    const preset = shownPreset(data, state);
    presets.forEach((button, i) => setAttribute(button, "aria-pressed", String(i + 1 === preset)));
    if (state.returned || note.textContent) note.replaceChildren(...(state.returned ? [`${figure.dataset.returned} `, run] : []));
  }
  function byHand(next) {
    for (const player of players) player.stop();
    show(next);
  }
  function play(control, i) {
    const places = () => reachablePlaces(data, state, i);
    const at = () => state.frame[PLACES][i];
    const step = () => {
      const next = places().find((place) => place > at());
      if (next !== undefined) show(moveControl(data, state, i, next));
      return next !== undefined && next < places().at(-1);
    };
    const rewind = () => show(moveControl(data, state, i, places()[0]));
    return createPlayer(control, data.texts, { isAtEnd: () => at() === places().at(-1), rewind, step });
  }

  const controls = data.controls.map((control, i) => {
    const made = createControl(control, (place) => byHand(moveControl(data, state, i, place)));
    if (control.kind !== "player") return made;
    const player = play(control, i);
    players.push(player);
    return { ...made, node: element("div", { class: "played" }, made.node, player.button) };
  });
  const button = (text, base) => {
    const made = element("button", { type: "button" }, text);
    made.addEventListener("click", () => byHand(baseState(data, base)));
    return made;
  };
  const presets = data.bases.slice(1).map((base, i) => button(base.label, i + 1));
  const panel = element("div", { class: "panel", role: "group", "aria-label": data.title },
    element("div", { class: "presets" }, ...presets, button(data.texts.reset, 0)),
    element("div", { class: "controls" }, ...controls.map((control) => control.node)),
    note);
  figure.prepend(element("p", { class: "title" }, data.title), panel);
  if (findFiles(figure) === figure.dataset.phone) { // below the picture, as it is seen; the sentence stays in sight with the controls
    panel.prepend(figure.querySelector("figcaption > .status"));
    figure.append(panel);
  }
  show(state);
}

// Where the files of an explorer are: a phone has its own, whose panels stand one above the other.
export function findFiles({ dataset }) {
  return dataset.phone && matchMedia(PHONE).matches ? dataset.phone : dataset.explorer;
}

async function get(files, suffix) {
  const response = await fetch(new URL(`${files}.${suffix}`, document.baseURI));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response;
}

const addFile = async (pictures, file) => pictures.add(await inflate(await file.arrayBuffer()));

// A function that adds the next file after the first to the pictures, and says whether there was one; each file is loaded once.
function createLoader(files, fileCount, pictures) {
  let number = 2;
  let loading = null;
  async function loadFile() {
    await addFile(pictures, await get(files, `${number}.bin`));
    number += 1;
    return true;
  }
  return function loadMore() {
    if (number > fileCount) return false;
    loading ??= loadFile().finally(() => { loading = null; });
    return loading;
  };
}

async function load(figure) {
  const files = findFiles(figure);
  const [description, first] = await Promise.all([get(files, "json"), get(files, "1.bin")]);
  const data = await description.json();
  const pictures = new Pictures(data.size);
  await addFile(pictures, first);
  const loadMore = createLoader(files, data.files, pictures);
  startExplorer(figure, data, pictures, loadMore);
  const loadAll = async () => { while (await loadMore()); };
  // Once the reader begins. Where this fails, the move that needs the file tries again and says so.
  for (const begin of ["pointerdown", "focusin"]) figure.addEventListener(begin, () => loadAll().catch(() => {}), { once: true });
  figure.dataset.ready = files === figure.dataset.phone ? "phone" : "";
}

export function onSight(entries, observer) {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    observer.unobserve(target);
    load(target).catch((error) => {
      console.error(error); // the picture stays
      setTimeout(() => observer.observe(target), RETRY_MS);
    });
  }
}

export function startPage() {
  const observer = new IntersectionObserver(onSight, { rootMargin: LOAD_WITHIN });
  for (const figure of document.querySelectorAll("figure[data-explorer]")) observer.observe(figure);
  for (const still of document.querySelectorAll("[data-still]")) still.hidden = true; // says that nothing moves without scripts
}

if (globalThis.document?.querySelector) startPage();
