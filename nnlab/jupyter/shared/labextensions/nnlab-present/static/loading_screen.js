// Covers the window until the slides are ready: shows the text of the first one, how many cells have run and, where one failed, which.

import { button, element } from "./panels.js";

const FIRST_ZOOM = 2; // as pages.js shows a text

// The loading screen of the notebook called `title`; `onLeave` is called when the reader gives up.
export function loadingScreen({ texts, title, onLeave }) {
  const [preparing, leave] = [texts["present.preparing"], texts["present.leave"]];
  const message = element("p", { role: "status" }, preparing);
  const progress = element("progress", { ariaLabel: preparing });
  const heading = element("h1", {}, title);
  const first = element("div", { className: "nnlab-loading-first", inert: true });
  const buttons = element("p", {}, button(leave, leave, onLeave));
  const properties = { className: "nnlab-loading", role: "dialog", ariaLabel: preparing };
  const node = element("div", properties, heading, message, progress, buttons);
  node.addEventListener("keydown", (event) => event.key === "Escape" && onLeave());
  let isAsking = false;
  return {
    node,
    focus: () => buttons.firstElementChild.focus(),
    // Show `text`, a part of the page, at the size and place that it has on the first slide.
    showFirst(text) {
      if (isAsking) return;
      first.replaceChildren(text.cloneNode(true));
      first.style.zoom = FIRST_ZOOM * Math.min(window.innerWidth / 1280, window.innerHeight / 720);
      heading.replaceWith(first);
    },
    showProgress(done, all) {
      Object.assign(progress, { max: all, value: done });
      message.textContent = texts["present.running"].replace("{done}", done).replace("{all}", all);
    },
    // List the failures; resolves to the reader's choice, "show" (the cell) or "anyway" (present all the same).
    askAfterFailure(failures) {
      isAsking = true;
      progress.remove();
      first.replaceWith(heading);
      message.textContent = texts["present.failed"];
      const items = failures.map(({ number, section, error, source = "" }) => {
        const cell = number ? texts["present.failed.cell"].replace("{place}", number).replace("{section}", section) : "";
        const parts = [element("b", {}, cell), element("span", { className: "nnlab-loading-error" }, error), element("code", {}, source)];
        return element("li", {}, ...parts);
      });
      message.after(element("ul", {}, ...items));
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
