// What lies over a picture without being a part of it: rings where it can be dragged, and the last picture while it fades.

const FADE_MS = 300;
const ANSWER_MS = 1500; // a picture that comes later than this after the click is not faded to
const REACH = 22; // px around a ring in which a press takes hold of it

const isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// An element over the canvas, which stays as large as it.
export function layOver(canvas, element) {
  const fit = () => {
    const [left, top, width, height] = [canvas.offsetLeft, canvas.offsetTop, canvas.offsetWidth, canvas.offsetHeight].map((n) => `${n}px`);
    Object.assign(element.style, { left, top, width, height });
  };
  const observer = new ResizeObserver(fit);
  observer.observe(canvas);
  observer.observe(canvas.parentElement);
  return () => observer.disconnect();
}

// Places (x, y) as shares of the picture from its lower left, as a style from its upper left.
export const ringStyle = ([x, y]) => ({ left: `${100 * x}%`, top: `${100 * (1 - y)}%` });

// Whether a press at this place, in pixels of a picture of this size, takes hold of a ring.
export const isOnRing = (grips, { x, y }, { width, height }) =>
  grips.some(([across, up]) => Math.hypot(across * width - x, (1 - up) * height - y) < REACH);

// Rings over the canvas. Returns {show(grips), stop()}.
export function createRings(canvas, layer) {
  let grips = [];
  const isOn = (event) => {
    const box = canvas.getBoundingClientRect();
    return isOnRing(grips, { x: event.clientX - box.left, y: event.clientY - box.top }, box);
  };
  canvas.addEventListener("pointermove", (event) => canvas.classList.toggle("nnlab-grip", isOn(event)));
  canvas.addEventListener("pointerdown", (event) => layer.classList.toggle("nnlab-dragging", event.button === 0));
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => layer.classList.remove("nnlab-dragging"));
  const stop = layOver(canvas, layer);
  function show(places) {
    if (JSON.stringify(places) === JSON.stringify(grips)) return;
    grips = places;
    while (layer.children.length > grips.length) layer.lastElementChild.remove();
    while (layer.children.length < grips.length) layer.append(document.createElement("i"));
    grips.forEach((place, i) => Object.assign(layer.children[i].style, ringStyle(place)));
  }
  return { show, stop };
}

// Shows the last picture over the new one and lets it fade, where the reader has chosen a preset. Returns {begin(), stop()}; `begin()` is
// called before a new picture is painted.
export function createFade(canvas, layer) {
  let clicked = -Infinity;
  const onClick = (event) => {
    if (event.target.closest(".nnlab-preset, .nnlab-reset")?.closest(".nnlab-explorer")?.contains(canvas)) clicked = performance.now();
  };
  document.addEventListener("click", onClick, true); // before the kernel hears of it
  const stop = layOver(canvas, layer);
  function begin() {
    const isAnswer = performance.now() - clicked < ANSWER_MS;
    clicked = -Infinity;
    if (!isAnswer || isStill() || canvas.width === 0) return;
    Object.assign(layer, { width: canvas.width, height: canvas.height });
    layer.getContext("2d").drawImage(canvas, 0, 0);
    layer.animate([{ opacity: 1 }, { opacity: 0 }], { duration: FADE_MS, easing: "ease-in-out" });
  }
  return {
    begin,
    stop: () => {
      stop();
      document.removeEventListener("click", onClick, true);
    },
  };
}
