// Cells that are off the screen are not painted, so that a moved picture does not cost a paint of the whole page.

// Each keeps its height, so that nothing jumps when the reader gets there; covered cells have none yet and are always painted.
export function startPage() {
  const cells = [...document.querySelectorAll(".cell")];
  const heights = cells.map((cell) => cell.offsetHeight); // all are read before the page changes
  cells.forEach((cell, i) => {
    if (!heights[i]) return;
    cell.style.containIntrinsicBlockSize = `auto ${heights[i]}px`;
    cell.classList.add("lazy");
  });
}

if (globalThis.document?.querySelector) addEventListener("load", startPage);
