// Runs a Python program in Pyodide under Node: `node pyodide.mjs DISTRIBUTION PROGRAM`. `import nnlab` brings what it needs, as in a notebook.

import fs from "node:fs";
import { pathToFileURL } from "node:url";

const [distribution, program] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${distribution}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: `${distribution}/`, env: { NNLAB_STRICT: "1" } });
const source = fs.readFileSync(program, "utf8");
await pyodide.loadPackagesFromImports(source, { messageCallback: () => {} });
await pyodide.runPythonAsync(source);
