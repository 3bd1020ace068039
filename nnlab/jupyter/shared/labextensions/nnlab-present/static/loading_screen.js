// Covers the window until the first slide is ready: shows how many cells have run and, where one failed, which.

import { button, element } from "./panels.js";

// The loading screen of the notebook called `title`; `onLeave` is called when the reader gives up.
export function loadingScreen({ texts, title, onLeave }) {
  const node = element("div", "nnlab-loading");
  node.setAttribute("role", "dialog");
  node.setAttribute("aria-label", texts["present.preparing"]);
  const message = element("p", "", texts["present.preparing"]);
  message.setAttribute("role", "status");
  const progress = element("progress");
  progress.setAttribute("aria-label", texts["present.preparing"]);
  const buttons = element("p");
  buttons.append(button(texts["present.leave"], texts["present.leave"], onLeave));
  node.append(element("h1", "", title), message, progress, buttons);
  node.addEventListener("keydown", (event) => event.key === "Escape" && onLeave());
  return {
    node,
    focus: () => buttons.querySelector("button").focus(),
    showProgress(done, all) {
      progress.max = all;
      progress.value = done;
      message.textContent = texts["present.running"].replace("{done}", done).replace("{all}", all);
    },
    // List the failures; resolves to the reader's choice, "show" (the cell) or "anyway" (present all the same).
    askAfterFailure(failures) {
      progress.remove();
      message.textContent = texts["present.failed"];
      const list = element("ul");
      for (const { number, section, error, source = "" } of failures) {
        const item = element("li");
        const cell = number ? texts["present.failed.cell"].replace("{place}", number).replace("{section}", section) : "";
        item.append(element("b", "", cell), element("span", "nnlab-loading-error", error), element("code", "", source));
        list.append(item);
      }
      message.after(list);
      return new Promise((resolve) => {
        const choices = ["show", "anyway"].map((choice) => {
          const text = texts[`present.failed.${choice}`];
          return button(text, text, () => resolve(choice));
        });
        buttons.replaceChildren(...choices);
        choices[0].focus();
      });
    },
  };
}
