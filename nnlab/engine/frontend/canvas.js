// The front end of a picture: paints the kernel's frames and tells it where the reader points and which keys they press.

const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter", "Delete", "n"];
const QUIET = 800; // ms without a change, after which the sentence is read out: not every one that a drag passes

function render({ model, el }) {
  const figure = document.createElement("figure");
  const canvas = document.createElement("canvas");
  const caption = document.createElement("figcaption");
  figure.className = "nnlab-picture";
  const spoken = document.createElement("div");
  spoken.className = "nnlab-spoken";
  spoken.setAttribute("role", "status");
  figure.append(canvas, caption, spoken);
  el.append(figure);
  const context = canvas.getContext("2d");

  // Frames may finish unpacking out of order: an older one never covers a newer one.
  let asked = 0;
  let shown = 0;
  let latest = null; // the pixels asked for last; the kernel's own answer to a page that is up is the same once more
  async function paint(page) {
    if (page.pixels === latest) return;
    latest = page.pixels;
    const ticket = ++asked;
    const pixels = await page.pixels;
    if (ticket < shown) return;
    shown = ticket;
    const { width, height } = pixels;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${width / model.get("scale")}px`;
    }
    context.putImageData(pixels, 0, 0);
    canvas.dataset.frames = String(ticket);
  }

  let settling = 0;
  function say({ status, failed }) {
    if (caption.textContent !== "" && caption.textContent !== status) {
      clearTimeout(settling);
      settling = setTimeout(() => { spoken.textContent = status; }, QUIET);
    }
    caption.textContent = status;
    caption.classList.toggle("nnlab-failed", failed);
    canvas.setAttribute("aria-label", status);
  }

  function describe() {
    caption.dataset.lost = model.get("lost");
    canvas.title = model.get("hint");
    canvas.tabIndex = model.get("touchable") ? 0 : -1;
    canvas.setAttribute("role", model.get("touchable") ? "application" : "img"); // so that a screen reader hands the keys on
    canvas.classList.toggle("nnlab-touchable", model.get("touchable"));
  }

  // A stroke is told whole each time (where it began, where it is), so that skipping a message loses nothing.
  let stroke = null;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height];
  };
  const tell = (event) => {
    if (stroke === null || !model.get("touchable")) return;
    model.set("stroke", { ...stroke, end: place(event) });
    model.save_changes();
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    stroke = { id: `${Date.now()}-${event.pointerId}`, start: place(event) };
    tell(event);
  });
  canvas.addEventListener("pointermove", tell);
  const finish = (event) => {
    tell(event);
    stroke = null;
  };
  canvas.addEventListener("pointerup", finish);
  canvas.addEventListener("pointercancel", finish);
  canvas.addEventListener("keydown", (event) => {
    if (!model.get("touchable") || !KEYS.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    model.send({ key: event.key });
  });

  for (const name of ["hint", "touchable"]) model.on(`change:${name}`, describe);
  describe();
  const close = album(model, (page) => {
    paint(page);
    say(page);
  });
  const forget = nameControls(el, model.get("words"));
  function sharpen(scale) {
    if (model.get("scale") === scale) return;
    model.set("scale", scale);
    model.save_changes();
  }
  canvas.addEventListener("nnlab-sharp", (event) => sharpen(event.detail)); // a presentation magnifies the picture
  if (window.devicePixelRatio > 1 && model.get("scale") === 1) sharpen(Math.min(2, window.devicePixelRatio));
  return () => {
    forget();
    clearTimeout(settling);
    close();
    for (const name of ["hint", "touchable"]) model.off(`change:${name}`, describe);
  };
}

export default { render };
