// What the reader has answered, from the file beside the lecture that nnlab/questions/progress.py writes.

const FILE_NAME = "progress.jsonl";

// The answers in the text of the file: a Map from the id of each prediction to [{choice, text}, …] in their order; `text` is how the choice
// was shown, undefined where an older version of the lecture did not note it.
export function answersIn(text) {
  const answers = new Map();
  for (const line of text.split("\n")) {
    const { prediction, choice, text: shown } = parse(line) ?? {};
    if (prediction !== undefined) answers.set(prediction, [...(answers.get(prediction) ?? []), { choice, text: shown }]);
  }
  return answers;
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null; // half a line
  }
}

// The answers of whoever reads the notebook at `path`: the file is one folder above it, or beside it at the root of the browser's drive.
// None where there is no file.
export async function readAnswers(app, path) {
  const folder = path.split("/").slice(0, -2).join("/");
  const { contents } = app.serviceManager;
  const names = await contents.get(folder).then(({ content }) => content.map(({ name }) => name));
  if (!names.includes(FILE_NAME)) return new Map();
  return answersIn((await contents.get(`${folder}/${FILE_NAME}`, { type: "file", format: "text", content: true })).content);
}
