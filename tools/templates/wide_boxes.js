// Code, tables and formulas that are wider than the page scroll in a box of their own: the keyboard has to reach this box.

const BOXES = "pre, table, math[display=block], picture.plot";

function update(entries) {
  const isWide = entries.map(({ target }) => target.scrollWidth > target.clientWidth); // all are read before the page changes
  entries.forEach(({ target }, i) => {
    if (isWide[i]) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  });
}

export function startPage() {
  const observer = new ResizeObserver(update);
  for (const box of document.querySelectorAll(BOXES)) observer.observe(box);
}

if (globalThis.document?.querySelector) startPage();
