// Pictures that the browser has before it asks: those it showed last, and the next one, which the kernel draws while the reader looks.

const KEPT = 8; // of some 1.5 MB each
const PARTS = ["settings", "frame", "shape", "status", "failed"];

const keyOf = (settings) => settings.map((value) => (typeof value === "number" ? value.toFixed(9) : value)).join();

// Pixels as the kernel packs them: runs of one colour, all colours first, then how long each run is, deflated. The browser's own inflating
// may take longer than the kernel's whole answer, so a page is unpacked when it comes, not when it is wanted.
async function unpack(frame, [width, height]) {
  const inflated = new Blob([frame]).stream().pipeThrough(new DecompressionStream("deflate"));
  const runs = await new Response(inflated).arrayBuffer();
  const n = runs.byteLength / 6;
  const colours = new Uint32Array(runs, 0, n);
  const lengths = new Uint16Array(runs, 4 * n, n);
  const picture = new ImageData(width, height);
  const pixels = new Uint32Array(picture.data.buffer);
  for (let i = 0, at = 0; i < n; i++) pixels.fill(colours[i], at, (at += lengths[i]));
  return picture;
}

const bytes = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

function sameFrame(page, other) {
  const [a, b] = [bytes(page.frame), bytes(other.frame)];
  return page.shape.join() === other.shape.join() && a.length === b.length && a.every((value, i) => value === b[i]);
}

// `show(page)` puts a page up: {settings, frame, shape, pixels (a promise), status, failed}. A page belongs to what the controls say,
// `settings`; a picture that depends on more than they say has none. Every page shown early is followed by the kernel's own: where their frames
// are equal, so are their `pixels`, the same object, and there is nothing to paint. Returns how to end that.
function album(model, show) {
  const pages = new Map();
  const controls = [];
  let up = null; // the page that is up

  const key = () => keyOf([model.get("settings")[0], ...controls.map((control) => control.get("index") ?? control.get("value"))]);
  const turn = (page) => {
    up = page;
    show(page);
  };
  const keyUp = () => up && keyOf(up.settings);
  function unpacked(page) {
    const known = [up, pages.get(keyOf(page.settings))].find((other) => other && sameFrame(page, other));
    return { ...page, pixels: known ? known.pixels : unpack(page.frame, page.shape) };
  }
  function keep(page) {
    const its = keyOf(page.settings);
    if (!its) return;
    pages.delete(its);
    pages.set(its, page);
    if (pages.size > KEPT) pages.delete(pages.keys().next().value);
  }
  function moved() {
    const now = key();
    if (now !== keyUp() && pages.has(now)) turn(pages.get(now));
  }
  let last = {};
  function arrived() {
    const came = Object.fromEntries(PARTS.map((part) => [part, model.get(part)]));
    if (!came.frame?.byteLength || PARTS.every((part) => came[part] === last[part])) return; // nothing yet, or something else
    last = came;
    const page = unpacked(came);
    if (page.failed) pages.clear();
    else keep(page);
    const seen = keyUp();
    const ahead = seen === key() && seen !== keyOf(page.settings) && pages.has(seen); // the reader has gone on, to a picture that is there
    if (!ahead) turn(page);
  }
  function drawnAhead({ page }, [frame]) {
    keep(unpacked({ ...page, frame, failed: false }));
    moved();
  }

  let over = false;
  Promise.all(model.get("watched").map((id) => model.widget_manager.get_model(id))).then((found) => {
    if (over) return;
    controls.push(...found);
    for (const control of controls) control.on("change", moved);
  });
  model.on("change", arrived);
  model.on("msg:custom", drawnAhead);
  arrived();
  return () => {
    over = true;
    model.off("change", arrived);
    model.off("msg:custom", drawnAhead);
    for (const control of controls) control.off("change", moved);
  };
}

