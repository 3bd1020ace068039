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

// `show(page)` puts a page up: {settings, pixels (a promise), status, failed}. A page belongs to what the controls say, `settings`; a picture
// that depends on more than they say has none. Every page shown early is followed by the kernel's own. Returns how to end that.
function album(model, show) {
  const pages = new Map();
  const controls = [];
  let up = null; // the key of the page that is up

  const key = () => keyOf([model.get("settings")[0], ...controls.map((control) => control.get("index") ?? control.get("value"))]);
  const turn = (page) => {
    up = keyOf(page.settings);
    show(page);
  };
  function keep(page) {
    const its = keyOf(page.settings);
    if (!its) return;
    pages.delete(its);
    pages.set(its, page);
    if (pages.size > KEPT) pages.delete(pages.keys().next().value);
  }
  function moved() {
    const now = key();
    if (now !== up && pages.has(now)) turn(pages.get(now));
  }
  let last = {};
  function arrived() {
    const came = Object.fromEntries(PARTS.map((part) => [part, model.get(part)]));
    if (!came.frame?.byteLength || PARTS.every((part) => came[part] === last[part])) return; // nothing yet, or something else
    last = came;
    const page = { ...came, pixels: unpack(came.frame, came.shape) };
    if (page.failed) pages.clear();
    else keep(page);
    const ahead = up === key() && up !== keyOf(page.settings) && pages.has(up); // the reader has gone on, to a picture that is there
    if (!ahead) turn(page);
  }
  function drawnAhead({ page }, [frame]) {
    keep({ ...page, pixels: unpack(frame, page.shape), failed: false });
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

