// Runs the cells of a notebook one after the other behind the slides; a cell that fails does not keep those after it from running.

// Run `cells` in their order by `run(cell)`, which resolves to null or, where the cell failed, to its error, with `isFinal` if nothing can run
// after it. `onStep(done, failures)` hears of every step; a failure is {cell, error}. Ends early once `isWanted()` is false.
// Resolves to the failures.
export async function runInOrder(cells, { run, isWanted, onStep }) {
  const failures = [];
  for (const [done, cell] of cells.entries()) {
    if (!isWanted()) break;
    onStep(done, failures);
    const error = await run(cell);
    if (error) failures.push({ cell, error });
    if (error?.isFinal) break;
  }
  if (isWanted()) onStep(cells.length, failures);
  return failures;
}

// A function that runs a cell as `runInOrder` wants it. It asks Lab for this cell alone: Lab's command to run cells also moves the focus, and
// would take it from a reader who drags or types. `endedText` says that the kernel has ended.
export function cellRunner(panel, { runCell, NotebookActions }, endedText) {
  const { content: notebook, sessionContext } = panel;
  return async (cell) => {
    let failure = null;
    const onCellExecuted = ({ success, error }) => { failure = success ? null : error; };
    try {
      const options = { cell, notebook: notebook.model, notebookConfig: notebook.notebookConfig, onCellExecuted, onCellExecutionScheduled() {} };
      const isDone = await (runCell ? runCell({ ...options, sessionContext }) : NotebookActions.runCells(notebook, [cell], sessionContext));
      if (!isDone && !failure) return { text: endedText, isFinal: true };
    } catch (error) {
      failure ??= error;
    }
    return failure && { text: failure.errorName ? `${failure.errorName}: ${failure.errorValue}` : String(failure.message ?? failure) };
  };
}
