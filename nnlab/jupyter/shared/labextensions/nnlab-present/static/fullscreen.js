// Moves the notebook's panel out of JupyterLab's layout so that it fills the window, and back.

// Let the panel fill the window and make everything around it inert. Returns a function that restores both.
export function enterFullscreen(panel) {
  const deck = panel.node;
  const ancestors = [];
  for (let node = deck.parentElement; node !== document.body; node = node.parentElement) ancestors.push(node);
  const around = [...ancestors, document.body].flatMap((node) => [...node.children]).filter((node) => !node.contains(deck));
  const inert = around.filter((node) => !node.inert && !node.matches("script, link, style, .nnlab-loading, .jp-Dialog"));
  for (const node of inert) node.inert = true;
  for (const node of ancestors) node.classList.add("nnlab-deck-ancestor");
  document.body.classList.add("nnlab-presenting");
  deck.classList.add("nnlab-deck");
  deck.setAttribute("data-lm-suppress-shortcuts", "true"); // Lab's keys would delete, move and convert cells
  deck.tabIndex = -1;
  return () => {
    document.body.classList.remove("nnlab-presenting");
    deck.classList.remove("nnlab-deck", "nnlab-code-shown");
    deck.removeAttribute("data-lm-suppress-shortcuts");
    for (const node of inert) node.inert = false;
    for (const node of ancestors) node.classList.remove("nnlab-deck-ancestor");
    window.dispatchEvent(new Event("resize")); // makes Lab lay itself out again: its parts had other sizes meanwhile
  };
}

// Keep all cells in the document, also those out of view, and wrap long lines of code. Returns a function that restores the settings.
export function attachAllCells(notebook) {
  const { notebookConfig } = notebook;
  notebook.notebookConfig = { ...notebookConfig, windowingMode: "none" };
  const cells = notebook.widgets.filter((cell) => cell.model.type === "code" && cell.editor);
  const lineWraps = cells.map((cell) => cell.editor.getOption("lineWrap"));
  for (const cell of cells) cell.editor.setOption("lineWrap", true);
  return () => {
    cells.forEach((cell, i) => cell.editor?.setOption("lineWrap", lineWraps[i]));
    notebook.notebookConfig = notebookConfig;
  };
}

// Make the cell at `index` the active one and scroll it into view.
export function showCell(notebook, index) {
  notebook.activeCellIndex = index;
  notebook.activate();
  notebook.scrollToItem(index, "center").catch(() => {});
}
