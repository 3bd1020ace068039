// How wide a picture is shown, and whether its controls stand beside it: both follow the room that the page gives.

export const BESIDE_FROM = 1180; // px of room: from here on the controls stand beside the picture
const NARROW_BELOW = 600; // px: there the panels of a picture stand one above the other
const WIDEST_NARROW = 480; // px: more would make them higher than a screen
const SMALLEST = 60; // px
const MAX_PIXEL_RATIO = 2; // more pixels are slower to draw and hardly sharper
const REST_MS = 200; // without a change: a window that is being resized asks for one picture

// The pixels of a picture of this width on the page, and for each of its natural width; a hair more, for the kernel rounds down.
export function pixelsFor(width, naturalWidth, ratio) {
  const pixels = Math.floor(width * ratio);
  const drawn = Math.floor(width * Math.min(ratio, MAX_PIXEL_RATIO));
  return { width: pixels / ratio, scale: (drawn + 0.01) / naturalWidth };
}

// Keep the canvas as wide as its figure, and call `onChange({scale, narrow})` when it needs another picture. `widths` are the natural one
// and that of stacked panels, 0 where there are none. A presentation decides for itself. Returns a function that stops it.
export function fitWidth(figure, canvas, widths, onChange) {
  let timer = 0;
  let last = "";
  function fit() {
    const explorer = figure.closest(".nnlab-explorer");
    if (explorer?.closest(".nnlab-deck")) {
      explorer.classList.remove("nnlab-beside");
      clearTimeout(timer);
      last = "a presentation"; // which asks for its own picture: after it, another one is needed
      return;
    }
    if (explorer?.parentElement) explorer.classList.toggle("nnlab-beside", explorer.parentElement.clientWidth >= BESIDE_FROM);
    if (figure.clientWidth < SMALLEST) return; // not on the page, hidden, or beside panels of Lab that leave no room
    const narrow = figure.clientWidth < NARROW_BELOW && widths.narrow > 0;
    const room = narrow ? Math.min(figure.clientWidth, WIDEST_NARROW) : figure.clientWidth;
    const { width, scale } = pixelsFor(room, narrow ? widths.narrow : widths.natural, window.devicePixelRatio);
    canvas.style.setProperty("--nnlab-shown-width", `${width}px`);
    const wanted = `${scale} ${narrow}`;
    if (wanted === last) return;
    clearTimeout(timer);
    timer = setTimeout(() => onChange({ scale, narrow }), last === "" ? 0 : REST_MS);
    last = wanted;
  }
  const observer = new ResizeObserver(fit);
  observer.observe(figure);
  observer.observe(document.body);
  return () => {
    observer.disconnect();
    clearTimeout(timer);
  };
}

// Keep the caption as high as its longest text at this width, so that nothing below jumps back and forth. Returns {hold(length), forget()}:
// `hold` is called with the length of each text, `forget` when the width has changed.
export function keepHeight(caption) {
  let longest = 0;
  return {
    hold(length) {
      if (length <= longest) return; // measuring makes the browser lay out the page: not for each picture of a drag
      longest = length;
      requestAnimationFrame(() => {
        if (caption.clientHeight === 0) longest = 0; // in a tab that is hidden there is nothing to measure
        else caption.style.setProperty("--nnlab-caption-height", getComputedStyle(caption).height); // at least what it was: it is a minimum
      });
    },
    forget() {
      longest = 0;
      caption.style.removeProperty("--nnlab-caption-height");
    },
  };
}
