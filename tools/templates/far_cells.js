// Cells that are off the screen are not painted, so that a moved picture does not cost a paint of the whole page.

// Each keeps its height, so that nothing jumps when the reader gets there; a covered cell has one as soon as it is shown.
function update(entries, observer) {
  for (const { target, contentRect } of entries) {
    if (!contentRect.height) continue;
    observer.unobserve(target);
    target.style.containIntrinsicBlockSize = `auto ${contentRect.height}px`;
    target.classList.add("lazy");
  }
}

export function startPage() {
  const observer = new ResizeObserver(update);
  for (const cell of document.querySelectorAll(".cell")) observer.observe(cell);
}

if (globalThis.document?.querySelector) addEventListener("load", startPage);
