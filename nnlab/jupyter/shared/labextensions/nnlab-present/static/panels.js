// What stands around a slide: the status bar, the jump list, the list of keys and the black screen.

export function element(tag, className = "", text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

export function button(text, title, onClick) {
  const node = Object.assign(element("button", "", text), { type: "button", title });
  node.setAttribute("aria-label", title);
  node.addEventListener("click", onClick);
  return node;
}

// The line below the slide: the section and the page, with buttons for readers without a keyboard.
export function statusBar({ texts, title, onBack, onNext, onJump, onHelp }) {
  const node = element("div", "nnlab-bar");
  const place = element("span", "nnlab-bar-place");
  place.setAttribute("role", "status");
  const number = element("span", "nnlab-bar-number");
  const progress = element("div", "nnlab-bar-progress");
  const buttons = element("span");
  buttons.append(
    button("‹", texts["present.back"], onBack),
    number,
    button("›", texts["present.next"], onNext),
    button("☰", texts["present.jump"], onJump),
    button("?", texts["present.help"], onHelp),
  );
  node.append(progress, place, buttons);
  return {
    node,
    show(section, page, pages) {
      place.textContent = section === title ? title : `${title} › ${section}`;
      number.textContent = `${page} / ${pages}`;
      progress.style.width = `${(100 * page) / pages}%`;
    },
  };
}

function dialog(title, closeTitle) {
  const node = element("dialog", "nnlab-panel");
  node.setAttribute("aria-label", title);
  const head = element("div", "nnlab-panel-head");
  head.append(element("h2", "", title), button("×", closeTitle, () => node.close()));
  node.append(head);
  node.addEventListener("keydown", (event) => event.stopPropagation());
  return node;
}

// The indices of the pages with which sections begin.
export function sectionStarts(pages) {
  return pages.flatMap((page, i) => (page.slide.section !== pages[i - 1]?.slide.section ? [i] : []));
}

// The index to which an arrow key, Home or End leads in a list of `length` items; null for other keys and beyond the ends.
export function listTarget(key, index, length) {
  const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: length - 1 }[key];
  return target >= 0 && target < length ? target : null;
}

// The sections of the notebook, to go to any of them; arrow keys move in the list.
export function jumpList({ texts, goTo }) {
  const node = dialog(texts["present.jump"], texts["present.close"]);
  const list = element("ol");
  node.append(list);
  list.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    const buttons = [...list.querySelectorAll("button")];
    const target = listTarget(event.key, buttons.indexOf(document.activeElement), buttons.length);
    if (target !== null) buttons[target].focus();
  });
  return {
    node,
    open(pages, current) {
      const starts = sectionStarts(pages);
      const currentStart = starts.findLast((start) => start <= current);
      list.replaceChildren(
        ...starts.map((start) => {
          const { title } = pages[start].slide.section;
          const link = button(title, title, () => {
            node.close();
            goTo(start);
          });
          if (start === currentStart) link.setAttribute("aria-current", "true");
          const item = element("li");
          item.append(link, element("span", "", String(start + 1)));
          return item;
        }),
      );
      node.showModal();
      list.querySelector("[aria-current]")?.focus();
    },
  };
}

// The list of all keys.
export function keyList({ texts, canLeave }) {
  const node = dialog(texts["present.help"], texts["present.close"]);
  const table = element("table");
  const names = ["next", "back", "ends", "preset", "reset", "code", "notes", "jump", "blank", "full", ...(canLeave ? ["leave"] : [])];
  for (const name of names) {
    const keys = element("td");
    for (const key of texts[`present.keys.${name}`].split("|")) keys.append(element("kbd", "", key), " ");
    const row = element("tr");
    row.append(keys, element("td", "", texts[`present.${name}`]));
    table.append(row);
  }
  node.append(table);
  return { node, open: () => node.showModal() };
}

// A black screen, for when all should look at the speaker.
export function blackScreen() {
  const node = element("div", "nnlab-black-screen");
  node.hidden = true;
  return {
    node,
    get isShown() {
      return !node.hidden;
    },
    toggle: () => (node.hidden = !node.hidden),
  };
}
