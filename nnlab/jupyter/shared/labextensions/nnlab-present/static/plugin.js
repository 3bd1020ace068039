// The JupyterLab plugin: a command with a key, a button in each notebook's toolbar, and the start that `nnlab present` asks for.

import { element } from "./dom.js";
import { endOpening, labLanguage, languageOf, present } from "./presenting.js";
import { keepUnmodified } from "./clean_start.js";
import { coverAnswers } from "./cover.js";
import { showHome } from "./home.js";
import { readAnswers } from "./progress_file.js";
import { showSavedOutputs } from "./saved_outputs.js";

const COMMAND = "nnlab:present";
const PRESENT_URL = /\/workspaces\/nnlab-present-[^/]*\/tree\/(.+)$/; // the address at which `nnlab present` opens Lab
const OPEN_TIMEOUT_MS = 20_000;
const LECTURE = /^\s*(import|from) nnlab\b/m;

const usesLecture = (notebook) => notebook.widgets.some(({ model }) => model.type === "code" && LECTURE.test(model.sharedModel.getSource()));
const sheet = (name) => element("link", { rel: "stylesheet", href: new URL(name, import.meta.url) });

// The plugin; `load` gets the modules that JupyterLab shares.
export async function createPlugin(load) {
  const [{ INotebookTracker, NotebookActions, runCell }, { ICommandPalette, ToolbarButton }] = await Promise.all(
    ["@jupyterlab/notebook", "@jupyterlab/apputils"].map(load),
  );
  document.head.append(...["challenge.css", "cover.css", "deck.css", "home.css", "text.css", "votes.css"].map(sheet));
  const [catalogue, questions] = await Promise.all(
    ["texts.json", "questions.json"].map(async (name) => (await fetch(new URL(name, import.meta.url))).json()),
  );
  const labTexts = catalogue[labLanguage];
  return {
    id: "nnlab-present:plugin",
    description: labTexts["present.command.help"],
    autoStart: true,
    optional: [INotebookTracker, ICommandPalette],
    activate(app, tracker, palette) {
      if (!tracker) { // Voilà shows notebooks without one
        endOpening();
        return;
      }
      const covers = new WeakMap(); // panel -> what covers its answers
      const start = async (panel) => {
        await app.restored;
        const activate = () => app.shell.activateById(panel.id);
        const presentNotebook = async (path) => {
          const other = await app.commands.execute("docmanager:open", { path });
          if (other?.isAttached) await start(other); // Jupyter Notebook opens it in a tab of its own
        };
        const uncover = () => covers.get(panel)?.pause() ?? (() => {});
        await present({ panel, lab: { runCell, NotebookActions }, catalogue, activate, presentNotebook, uncover });
      };
      const isOurs = () => {
        const panel = tracker.currentWidget;
        return panel !== null && panel === app.shell.currentWidget && usesLecture(panel.content);
      };
      app.commands.addCommand(COMMAND, {
        label: labTexts["present.command"],
        caption: labTexts["present.command.help"],
        isEnabled: isOurs,
        isVisible: isOurs,
        execute: () => start(tracker.currentWidget),
      });
      app.commands.addKeyBinding({ command: COMMAND, keys: ["Accel Alt P"], selector: ".jp-Notebook" });
      palette?.addItem({ command: COMMAND, category: "nnlab" });
      app.docRegistry.addWidgetExtension("Notebook", {
        createNew(panel) {
          panel.context.ready.then(() => {
            if (panel.isDisposed || !usesLecture(panel.content)) return; // any Jupyter of the environment loads this extension
            panel.addClass("nnlab-lecture");
            keepUnmodified(panel.context.model);
            const texts = catalogue[languageOf(panel.content)];
            const tooltip = `${texts["present.command.help"]} (Ctrl+Alt+P)`;
            const item = new ToolbarButton({ label: texts["present.command"], tooltip, onClick: () => start(panel) });
            panel.toolbar.addItem("nnlab-present", item);
            const answers = readAnswers(app, panel.context.path);
            showSavedOutputs(panel, texts, answers);
            const cover = coverAnswers({ panel, texts, answers });
            covers.set(panel, cover);
            const read = () => readAnswers(app, panel.context.path);
            const refresh = showHome({ panel, texts, questions, read, open: (path) => app.commands.execute("docmanager:open", { path }) });
            const onCurrent = () => tracker.currentWidget === panel && refresh();
            tracker.currentChanged.connect(onCurrent);
            panel.disposed.connect(() => tracker.currentChanged.disconnect(onCurrent));
            const [label, help] = [texts["present.answers"], texts["present.answers.help"]];
            panel.toolbar.addItem("nnlab-answers", new ToolbarButton({ label, tooltip: help, onClick: cover.toggleAll }));
          });
        },
      });
      const path = window.location.pathname.match(PRESENT_URL)?.[1];
      if (path) presentWhenOpened(tracker, decodeURIComponent(path), start);
      else endOpening();
    },
  };
}

// Present the notebook at `path` as soon as it opens; until then Lab is hidden.
function presentWhenOpened(tracker, path, start) {
  document.body.classList.add("nnlab-opening");
  const onOpened = (_, panel) => {
    if (panel.context.path !== path) return;
    tracker.widgetAdded.disconnect(onOpened);
    start(panel).finally(endOpening);
  };
  tracker.widgetAdded.connect(onOpened);
  setTimeout(endOpening, OPEN_TIMEOUT_MS); // if it does not open, Lab shows why
}
