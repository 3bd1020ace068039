// What stands around a slide: the status bar, the jump list and the list of keys.

import { element } from "./dom.js";

export function button(text, title, onclick) {
  return element("button", { type: "button", title, ariaLabel: title, onclick }, text);
}

// The line below the slide: the section and the page, with buttons for readers without a keyboard.
export function statusBar({ texts, title, onBack, onNext, onJump, onHelp }) {
  const progress = element("div", { className: "nnlab-bar-progress" });
  const place = element("span", { className: "nnlab-bar-place", role: "status" });
  const number = element("span", { className: "nnlab-bar-number" });
  const running = element("span", { className: "nnlab-bar-running" });
  const failure = element("span", { className: "nnlab-bar-failure", role: "alert" });
  let shownFailure = "";
  const [back, next] = [button("‹", texts["present.back"], onBack), button("›", texts["present.next"], onNext)];
  const [jump, help] = [button("☰", texts["present.jump"], onJump), button("?", texts["present.help"], onHelp)];
  return {
    node: element("div", { className: "nnlab-bar" }, progress, place, failure, running, element("span", {}, back, number, next, jump, help)),
    show(section, page, pages) {
      place.textContent = section === title ? title : `${title} › ${section}`;
      number.textContent = `${page} / ${pages}`;
      progress.style.width = `${(100 * page) / pages}%`;
    },
    // Say how many cells have run behind the slides; with "", that it is over.
    showRunning(text) {
      running.textContent = text;
    },
    // Name a cell that failed; `onShow` leads to it. Who has closed the text sees it again when another cell has failed.
    showFailure(text, onShow) {
      const show = texts["present.failed.show"];
      const part = element("span", { className: "nnlab-bar-error", title: text }, text);
      if (text === shownFailure) return;
      shownFailure = text;
      failure.replaceChildren(part, button(show, show, onShow), button("×", texts["present.close"], () => failure.replaceChildren()));
    },
  };
}

function dialog(title, closeTitle, content) {
  const closeButton = button("×", closeTitle, () => node.close());
  const head = element("div", { className: "nnlab-panel-head" }, element("h2", {}, title), closeButton);
  const node = element("dialog", { className: "nnlab-panel", ariaLabel: title }, head, content);
  node.addEventListener("keydown", (event) => event.stopPropagation());
  return node;
}

// The indices of the pages with which sections begin.
export function sectionStarts(pages) {
  return pages.flatMap((page, i) => (page.slide.section !== pages[i - 1]?.slide.section ? [i] : []));
}

// The sections of the notebook, to go to any of them; arrow keys, Home and End move in the list.
export function jumpList({ texts, goTo }) {
  const list = element("ol");
  const node = dialog(texts["present.jump"], texts["present.close"], list);
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
    const index = buttons.indexOf(document.activeElement);
    const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    buttons[target]?.focus();
  });
  return {
    node,
    open(pages, current) {
      const starts = sectionStarts(pages);
      const currentStart = starts.findLast((start) => start <= current);
      const items = starts.map((start) => {
        const { title } = pages[start].slide.section;
        const link = button(title, title, () => {
          node.close();
          goTo(start);
        });
        if (start === currentStart) link.setAttribute("aria-current", "true");
        return element("li", {}, link, element("span", {}, start + 1));
      });
      list.replaceChildren(...items);
      node.showModal();
      list.querySelector("[aria-current]")?.focus();
    },
  };
}

// The list of all keys.
export function keyList({ texts, canLeave, canVote = false }) {
  const votes = canVote ? ["vote", "histogram", "explain"] : [];
  const names = ["next", "back", "ends", "preset", "reset", "code", "notes", "jump", "pointer", "pen", "erase", "zoom", "blank", "full", ...votes, ...(canLeave ? ["leave"] : [])];
  const rows = names.map((name) => {
    const keys = texts[`present.keys.${name}`].split("|").flatMap((key) => [element("kbd", {}, key), " "]);
    return element("tr", {}, element("td", {}, ...keys), element("td", {}, texts[`present.${name}`]));
  });
  const node = dialog(texts["present.help"], texts["present.close"], element("table", {}, ...rows));
  return { node, open: () => node.showModal() };
}
