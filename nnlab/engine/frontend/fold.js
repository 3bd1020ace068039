// The controls of an explorer that are folded away, and the button that shows them.

const KEY = "nnlabUnfolded"; // on the window, so that a cell that is run again opens as the reader left it: titles of explorers

// Let the button of the fold open and close it, as it was left last. The parts of an explorer come one by one: call it again after each.
export function watchFold(explorer) {
  const button = explorer.querySelector(".nnlab-more");
  const title = explorer.querySelector(".nnlab-title")?.textContent.trim();
  if (!button || !title || button.hasAttribute("aria-expanded")) return;
  const unfolded = (window[KEY] ??= new Set());
  const show = () => {
    explorer.classList.toggle("nnlab-unfolded", unfolded.has(title));
    button.setAttribute("aria-expanded", String(unfolded.has(title)));
  };
  button.addEventListener("click", () => {
    if (!unfolded.delete(title)) unfolded.add(title);
    show();
  });
  show();
}
