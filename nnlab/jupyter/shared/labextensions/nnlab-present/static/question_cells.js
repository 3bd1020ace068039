// Which question a cell of the lecture asks.

// {kind: "predict" or "exit_question", id} of the question in the source of a cell, null where there is none.
export function questionOf(source) {
  const found = source.match(/^\s*nnlab\.(predict|exit_question)\(\s*"(\w+)"/m);
  return found && { kind: found[1], id: found[2] };
}
