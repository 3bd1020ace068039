// The notebook's panel taken out of JupyterLab's frame and given the whole window, and put back as it was.

/** Give the panel the window; what is around it is inert. Returns what puts all back. */
export function takeStage(panel) {
  const stage = panel.node;
  const inert = [];
  const frames = [];
  for (let node = stage; node !== document.body; node = node.parentElement) {
    for (const other of node.parentElement.children) {
      if (other !== node && !other.inert && !other.matches("script, link, style, .nnlab-curtain, .jp-Dialog")) {
        other.inert = true;
        inert.push(other);
      }
    }
    if (node !== stage) {
      node.classList.add("nnlab-frame");
      frames.push(node);
    }
  }
  document.body.classList.add("nnlab-presenting");
  stage.classList.add("nnlab-stage");
  stage.setAttribute("data-lm-suppress-shortcuts", "true"); // Lab's keys would delete, move and convert cells
  stage.tabIndex = -1;
  return () => {
    document.body.classList.remove("nnlab-presenting");
    stage.classList.remove("nnlab-stage", "nnlab-unfolded");
    stage.removeAttribute("data-lm-suppress-shortcuts");
    for (const other of inert) other.inert = false;
    for (const frame of frames) frame.classList.remove("nnlab-frame");
    window.dispatchEvent(new Event("resize")); // Lab lays itself out anew: while it was covered it had other sizes
  };
}

/** Keep all cells in the document, whatever is in view, and let long lines of code wrap. Returns what puts the settings back. */
export function attachAll(notebook) {
  const { notebookConfig } = notebook;
  notebook.notebookConfig = { ...notebookConfig, windowingMode: "none" };
  const editors = notebook.widgets.filter((cell) => cell.model.type === "code" && cell.editor);
  const before = editors.map((cell) => cell.editor.getOption("lineWrap"));
  for (const cell of editors) cell.editor.setOption("lineWrap", true);
  return () => {
    editors.forEach((cell, place) => cell.editor?.setOption("lineWrap", before[place]));
    notebook.notebookConfig = notebookConfig;
  };
}

/** Make the cell at `place` the active one, and bring it into view. */
export function lookAt(notebook, place) {
  notebook.activeCellIndex = place;
  notebook.activate();
  notebook.scrollToItem(place, "center").catch(() => {});
}
