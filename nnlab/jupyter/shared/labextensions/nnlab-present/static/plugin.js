// Presenter mode's place in JupyterLab: a command with a key, a button in each notebook's toolbar, and the start that `nnlab present` asks for.

import { languageOf, present } from "./presenting.js";

const COMMAND = "nnlab:present";
const ASKED = /\/workspaces\/nnlab-present-[^/]*\/tree\/(.+)$/; // where `nnlab present` opens Lab

/** The plugin; `load` gets the modules that JupyterLab shares. */
export async function plugin(load) {
  const here = import.meta.url;
  const [{ INotebookTracker, NotebookActions }, { ICommandPalette, ToolbarButton }] = await Promise.all(
    ["@jupyterlab/notebook", "@jupyterlab/apputils"].map(load),
  );
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("deck.css", here).href }));
  const catalogue = await (await fetch(new URL("words.json", here))).json();
  const labs = catalogue[document.documentElement.lang.startsWith("ko") ? "ko" : "en"];
  return {
    id: "nnlab-present:plugin",
    description: labs["present.command.help"],
    autoStart: true,
    requires: [INotebookTracker],
    optional: [ICommandPalette],
    activate(app, tracker, palette) {
      const begin = async (panel) => {
        await app.restored;
        const activate = () => app.shell.activateById(panel.id);
        const goOn = async (path) => begin(await app.commands.execute("docmanager:open", { path }));
        await present({ panel, NotebookActions, catalogue, activate, goOn });
      };
      app.commands.addCommand(COMMAND, {
        label: labs["present.command"],
        caption: labs["present.command.help"],
        isEnabled: () => tracker.currentWidget !== null && tracker.currentWidget === app.shell.currentWidget,
        execute: () => begin(tracker.currentWidget),
      });
      app.commands.addKeyBinding({ command: COMMAND, keys: ["Accel Alt P"], selector: ".jp-Notebook" });
      palette?.addItem({ command: COMMAND, category: "nnlab" });
      app.docRegistry.addWidgetExtension("Notebook", {
        createNew(panel) {
          panel.context.ready.then(() => {
            if (panel.isDisposed) return;
            const words = catalogue[languageOf(panel.content)];
            const tooltip = `${words["present.command.help"]} (Ctrl+Alt+P)`;
            const item = new ToolbarButton({ label: words["present.command"], tooltip, onClick: () => begin(panel) });
            panel.toolbar.addItem("nnlab-present", item);
          });
        },
      });
      const asked = window.location.pathname.match(ASKED)?.[1];
      if (asked) startWith(tracker, decodeURIComponent(asked), begin);
    },
  };
}

/** Present the notebook at `path` as soon as it opens; nothing of Lab is seen on the way there. */
function startWith(tracker, path, begin) {
  const { classList } = document.body;
  classList.add("nnlab-awaiting");
  const opened = (_, panel) => {
    if (panel.context.path !== path) return;
    tracker.widgetAdded.disconnect(opened);
    begin(panel).finally(() => classList.remove("nnlab-awaiting"));
  };
  tracker.widgetAdded.connect(opened);
  setTimeout(() => classList.remove("nnlab-awaiting"), 20_000); // whatever keeps it from opening has to be seen
}
