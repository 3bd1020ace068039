// The changes that Stryker would make in JavaScript files, as JSON: `node list_mutants.mjs FILE …` prints
// {file: [{line, column, start, end, operator, replacement}]}.
import { readFile } from "node:fs/promises";
import process from "node:process";
import { Instrumenter } from "@stryker-mutator/instrumenter";

const nothing = () => {};
const logger = { trace: nothing, debug: nothing, info: nothing, warn: nothing, isTraceEnabled: () => false, isDebugEnabled: () => false };
const options = { plugins: [], excludedMutations: [], ignorers: [] };
const listed = {};
for (const name of process.argv.slice(2)) {
  const content = await readFile(name, "utf8");
  const lines = content.split("\n");
  const offset = ({ line, column }) => lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, column);
  const { mutants } = await new Instrumenter(logger).instrument([{ name, content, mutate: true }], options);
  listed[name] = mutants.map(({ location, mutatorName, replacement }) => ({
    line: location.start.line + 1, column: location.start.column, start: offset(location.start), end: offset(location.end),
    operator: mutatorName, replacement,
  }));
}
console.log(JSON.stringify(listed));
