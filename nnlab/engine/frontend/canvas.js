// The front end of a picture: paints the frames, and tells the kernel where the reader drags and which keys they press.

import { nameControls } from "./control_names.js";
import { fitWidth, keepHeight } from "./fit_width.js";
import { watchFrames } from "./frames.js";
import { createFade, createRings } from "./overlay.js";
import { keepOwnKeys } from "./own_keys.js";
import { isSavedPage } from "./saved_page.js";
import { watchTheme } from "./theme.js";

const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter", "Delete", "n"];
const ANNOUNCE_AFTER_MS = 800; // without a change: a screen reader reads out the last status of a drag alone

// Paints frames in the order in which they were asked for, although they may be decoded out of order. Returns paint(frame); `onPaint` is
// called before a frame covers the last one.
export function createPainter(canvas, model, onPaint = () => {}) {
  const context = canvas.getContext("2d");
  let requested = 0;
  let painted = 0;
  let lastPixels = null;
  return async function paint(frame) {
    if (frame.pixels === lastPixels) return;
    lastPixels = frame.pixels;
    const number = ++requested;
    const image = await frame.pixels;
    if (number < painted) return;
    painted = number;
    onPaint();
    if (canvas.width !== image.width || canvas.height !== image.height) {
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.style.width = `${image.width / model.get("scale")}px`;
    }
    context.putImageData(image, 0, 0);
    canvas.dataset.frames = String(number);
  };
}

function sendTrait(model, name, value) {
  model.set(name, value);
  model.save_changes();
}

// A drag is sent whole each time (where it began, where it is), so that a skipped message loses nothing.
function sendDragsAndKeys(canvas, model) {
  let drag = null;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height];
  };
  const send = (event) => {
    if (drag !== null) sendTrait(model, "drag", { ...drag, end: place(event) });
  };
  const finish = (event) => {
    send(event);
    drag = null;
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    drag = { id: `${Date.now()}-${event.pointerId}`, start: place(event) };
    send(event);
  });
  canvas.addEventListener("pointermove", send);
  canvas.addEventListener("pointerup", finish);
  canvas.addEventListener("pointercancel", finish);
  canvas.addEventListener("keydown", (event) => {
    if (!KEYS.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    model.send({ key: event.key });
  });
}

function render({ model, el }) {
  el.innerHTML = `<figure class="nnlab-picture">
    <canvas></canvas><small class="nnlab-hint"></small><figcaption></figcaption><div class="nnlab-announcer" role="status"></div>
  </figure><div class="nnlab-rings" aria-hidden="true"></div><canvas class="nnlab-fading" aria-hidden="true"></canvas>`;
  const [figure, ringLayer, fadingLayer] = el.children;
  const [canvas, hint, caption, announcer] = figure.children;
  el.classList.add("nnlab-shown");
  const interactive = model.get("interactive");
  caption.dataset.disconnected = model.get(isSavedPage(document) ? "saved_page_message" : "disconnected_message");
  hint.textContent = model.get("hint");
  if (hint.textContent !== "") canvas.setAttribute("aria-description", hint.textContent);
  canvas.tabIndex = interactive ? 0 : -1;
  canvas.setAttribute("role", interactive ? "application" : "img"); // a screen reader passes keys on to an application
  canvas.classList.toggle("nnlab-interactive", interactive);
  if (interactive) sendDragsAndKeys(canvas, model);

  const height = keepHeight(caption);
  let announcement = 0;
  function showStatus({ status, failed }) {
    if (caption.textContent !== "" && caption.textContent !== status) {
      clearTimeout(announcement);
      announcement = setTimeout(() => { announcer.textContent = status; }, ANNOUNCE_AFTER_MS);
    }
    caption.textContent = status;
    height.hold(status.length);
    caption.classList.toggle("nnlab-failed", failed);
    canvas.setAttribute("aria-label", status);
  }

  const rings = createRings(canvas, ringLayer);
  const fade = createFade(canvas, fadingLayer);
  const paint = createPainter(canvas, model, fade.begin);
  const stopFrames = watchFrames(model, (frame) => {
    paint(frame);
    rings.show(frame.grips);
    showStatus(frame);
  });
  const stopKeys = keepOwnKeys((element) => element.closest?.(".nnlab-explorer")?.contains(el));
  const stopNames = nameControls(el, model.get("control_names"));
  canvas.addEventListener("nnlab-set-scale", (event) => sendTrait(model, "scale", event.detail)); // a presentation magnifies the picture
  const stopFitting = fitWidth(figure, canvas, { natural: model.get("natural_width"), narrow: model.get("narrow_width") }, (wanted) => {
    height.forget();
    model.set(wanted);
    model.save_changes();
  });
  const stopTheme = watchTheme(document, (theme) => sendTrait(model, "theme", theme));
  return () => {
    stopNames();
    stopKeys();
    stopFrames();
    rings.stop();
    fade.stop();
    stopFitting();
    stopTheme();
    clearTimeout(announcement);
  };
}

export default { render };
