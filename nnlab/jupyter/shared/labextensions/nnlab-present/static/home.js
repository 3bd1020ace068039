// The lecture's first notebook as its home: below the title where to go on and a line to move, and in the map of the lecture what was answered.

import { startChallenge } from "./challenge.js";
import { element } from "./dom.js";
import { button } from "./panels.js";

const HOME_PATH = /(?:^|\/)00_start_here\.ipynb$/;
const MAP_LINK = /\[(\d\d [^\]]+)\]\((\d\d_\w+)\.ipynb\)/g;
const CHALLENGE = /^present\.challenge\.(\w+)$/; // the keys of its texts
const RENDERING_TIMEOUT_MS = 20_000;

// The notebooks to which the sources of the cells lead, each once: {stem, title}.
export function lectureMap(sources) {
  const titles = new Map();
  for (const source of sources) {
    for (const [, title, stem] of source.matchAll(MAP_LINK)) if (!titles.has(stem)) titles.set(stem, title);
  }
  return [...titles].map(([stem, title]) => ({ stem, title }));
}

// The rows of the map with how many of their questions, stem -> ids, are `done`; `answers` has the ids of those that were answered.
export function withProgress(map, questions, answers) {
  return map.map((row) => {
    const ids = questions[row.stem] ?? [];
    return { ...row, done: ids.filter((id) => answers.has(id)).length, all: ids.length };
  });
}

const isOpen = (row) => row.done < row.all;

// Where to go on: after the last notebook in which something was answered, or in it; null where all is answered.
export function whereToGoOn(rows) {
  const last = rows.findLastIndex((row) => row.done > 0);
  return rows.slice(Math.max(last, 0)).find(isOpen) ?? rows.find(isOpen) ?? null;
}

function countOf({ done, all }) {
  return done === all ? "✓" : `${done}/${all}`;
}

// The challenge of the website's start page. Clicks and keys in it do not reach the cell, which would be edited.
function challengeFigure(texts) {
  const own = Object.entries(texts).flatMap(([key, text]) => (CHALLENGE.test(key) ? [[key.match(CHALLENGE)[1], text]] : []));
  const figure = element("figure", { className: "nnlab-challenge" });
  startChallenge(figure, Object.fromEntries(own));
  figure.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const name of ["mousedown", "dblclick", "contextmenu"]) figure.addEventListener(name, (event) => event.stopPropagation());
  return figure;
}

// Show the challenge and the progress in the notebook of `panel`, if it is the lecture's first one. `read()` gives the answers, `open(path)` opens a notebook.
// Returns a function that shows it anew.
export function showHome({ panel, texts, questions, read, open }) {
  const { path } = panel.context;
  if (!HOME_PATH.test(path)) return () => {};
  const notebook = panel.content;
  const line = element("p", { className: "nnlab-home" });
  const figure = challengeFigure(texts);
  notebook.widgets[0].node.append(figure);

  function mark(rows) {
    for (const old of notebook.node.querySelectorAll(".nnlab-map-mark")) old.remove();
    for (const link of notebook.node.querySelectorAll(".jp-MarkdownOutput td a")) {
      const row = rows.find(({ title, done }) => done > 0 && link.textContent === title);
      if (row) link.after(element("span", { className: "nnlab-map-mark" }, ` ${countOf(row)}`));
    }
  }

  async function refresh() {
    const map = lectureMap(notebook.widgets.map((cell) => cell.model.sharedModel.getSource())).filter(({ stem }) => stem in questions);
    const answers = await read();
    if (panel.isDisposed || answers.size === 0) return; // a new reader reads on here
    const rows = withProgress(map, questions, answers);
    const next = whereToGoOn(rows);
    const label = texts[next === null ? "present.home.done" : "present.home.continue"];
    const go = next && button(`${next.title} →`, next.title, () => open(path.replace(/[^/]*$/, `${next.stem}.ipynb`)));
    const count = next ? ` ${texts["present.home.count"].replace("{done}", next.done).replace("{all}", next.all)}` : "";
    line.replaceChildren(label, " ", ...(go ? [go] : []), count);
    figure.before(line);
    const deadline = Date.now() + RENDERING_TIMEOUT_MS;
    while (!notebook.node.querySelector(".jp-MarkdownOutput td a") && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
    mark(rows);
  }

  refresh();
  return refresh;
}
