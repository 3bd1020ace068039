// Covers the window until the slides are ready: shows the text of the first one or, where there can be no slides, why.

import { element } from "./dom.js";
import { button } from "./panels.js";

const FIRST_ZOOM = 2; // as pages.js shows a text

// The loading screen of the notebook called `title`; `onLeave` is called when the reader gives up.
export function loadingScreen({ texts, title, onLeave }) {
  const [preparing, leave] = [texts["present.preparing"], texts["present.leave"]];
  const message = element("p", { role: "status" }, preparing);
  const progress = element("progress", { ariaLabel: preparing });
  const heading = element("h1", {}, title);
  const first = element("div", { className: "nnlab-loading-first", inert: true });
  const leaveButton = button(leave, leave, onLeave);
  const properties = { className: "nnlab-loading", role: "dialog", ariaLabel: preparing };
  const node = element("div", properties, heading, message, progress, element("p", {}, leaveButton));
  node.addEventListener("keydown", (event) => event.key === "Escape" && onLeave());
  let hasFailed = false;
  return {
    node,
    focus: () => leaveButton.focus(),
    // Show `text`, a part of the page, at the size and place that it has on the first slide.
    showFirst(text) {
      if (hasFailed) return;
      first.replaceChildren(text.cloneNode(true));
      first.style.zoom = FIRST_ZOOM * Math.min(window.innerWidth / 1280, window.innerHeight / 720);
      heading.replaceWith(first);
    },
    // Say that there can be no slides; the reader leaves when it is read.
    showFailure(error) {
      hasFailed = true;
      progress.remove();
      first.replaceWith(heading);
      message.textContent = texts["present.failed"];
      message.after(element("p", { className: "nnlab-loading-error", role: "alert" }, error));
      leaveButton.focus();
    },
  };
}
