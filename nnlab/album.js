// Pictures that the browser has before it asks: those it showed last, and the next one, which the kernel draws while the reader looks.

const KEPT = 12;
const PARTS = ["settings", "frame", "shape", "status", "failed"];

const keyOf = (settings) => settings.map((value) => (typeof value === "number" ? value.toFixed(9) : value)).join();

// `show(page)` puts a page up: {settings, frame, shape, status, failed}. A page belongs to what the controls say, `settings`; a picture that
// depends on more than they say has none. Every page shown early is followed by the kernel's own. Returns how to end that.
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
    const page = Object.fromEntries(PARTS.map((part) => [part, model.get(part)]));
    if (PARTS.every((part) => page[part] === last[part])) return; // something else has changed
    last = page;
    if (page.failed) pages.clear();
    else keep(page);
    const ahead = up === key() && up !== keyOf(page.settings) && pages.has(up); // the reader has gone on, to a picture that is there
    if (!ahead) turn(page);
  }
  function drawnAhead({ page }, [frame]) {
    keep({ ...page, frame, failed: false });
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

