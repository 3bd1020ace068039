// What stands around a slide: the bar below it, the jump list, the list of keys, the black screen, and the window with the speaker's notes.

export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function button(text, title, action) {
  const made = element("button", "", text);
  made.type = "button";
  made.title = title;
  made.setAttribute("aria-label", title);
  made.addEventListener("click", action);
  return made;
}

/** The line below the slide: where we are, and the same for those without a keyboard. */
export function bar({ words, name, back, next, jump, help }) {
  const node = element("div", "nnlab-bar");
  const place = element("span", "nnlab-bar-place");
  place.setAttribute("role", "status");
  const number = element("span", "nnlab-bar-number");
  const line = element("div", "nnlab-bar-line");
  const buttons = element("span", "nnlab-bar-buttons");
  buttons.append(
    button("‹", words["present.back"], back),
    number,
    button("›", words["present.next"], next),
    button("☰", words["present.jump"], jump),
    button("?", words["present.help"], help),
  );
  node.append(line, place, buttons);
  return {
    node,
    show(section, page, pages) {
      place.textContent = section === name ? name : `${name} › ${section}`;
      number.textContent = `${page} / ${pages}`;
      line.style.width = `${(100 * page) / pages}%`;
    },
  };
}

function dialog(title, close) {
  const node = element("dialog", "nnlab-panel");
  node.setAttribute("aria-label", title);
  const head = element("div", "nnlab-panel-head");
  head.append(element("h2", "", title), button("×", close, () => node.close()));
  node.append(head);
  node.addEventListener("keydown", (event) => event.stopPropagation());
  return node;
}

/** The sections of the notebook, to go to any of them; arrow keys move in the list. */
export function jumpList({ words, go }) {
  const node = dialog(words["present.jump"], words["present.close"]);
  const list = element("ol");
  node.append(list);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [...list.querySelectorAll("button")];
    const to = step ? all[all.indexOf(document.activeElement) + step] : { Home: all[0], End: all.at(-1) }[event.key];
    if (to) to.focus();
    if (step || to) event.preventDefault();
  });
  return {
    node,
    open(pages, at) {
      const firsts = pages.flatMap((page, place) => (page.slide.section !== pages[place - 1]?.slide.section ? [place] : []));
      const here = firsts.findLast((place) => place <= at);
      list.replaceChildren(
        ...firsts.map((place) => {
          const item = element("li");
          const choose = button(pages[place].slide.section.title, pages[place].slide.section.title, () => {
            node.close();
            go(place);
          });
          if (place === here) choose.setAttribute("aria-current", "true");
          item.append(choose, element("span", "", String(place + 1)));
          return item;
        }),
      );
      node.showModal();
      list.querySelector("[aria-current]")?.focus();
    },
  };
}

/** What each key does. */
export function helpList({ words, leaves }) {
  const node = dialog(words["present.help"], words["present.close"]);
  const table = element("table");
  const rows = ["next", "back", "ends", "preset", "reset", "code", "notes", "jump", "blank", "full", ...(leaves ? ["leave"] : [])];
  for (const name of rows) {
    const row = element("tr");
    const keys = element("td");
    for (const key of words[`present.keys.${name}`].split("|")) keys.append(element("kbd", "", key), " ");
    row.append(keys, element("td", "", words[`present.${name}`]));
    table.append(row);
  }
  node.append(table);
  return { node, open: () => node.showModal() };
}

/** A black screen, for when all should look at the speaker. */
export function blank() {
  const node = element("div", "nnlab-blank");
  node.hidden = true;
  return {
    node,
    get on() {
      return !node.hidden;
    },
    toggle: () => (node.hidden = !node.hidden),
  };
}

/** The second window: notes, what comes next, the time that has gone by. Keys pressed there move the slides, too. */
export function notesWindow({ words, name, pressed }) {
  let opened = null;
  let latest = null;
  let began = Date.now();
  let ticking = 0;

  const two = (number) => String(number).padStart(2, "0");
  function tick() {
    if (!opened || opened.closed) return clearInterval(ticking);
    const seconds = Math.floor((Date.now() - began) / 1000);
    opened.document.querySelector(".time").textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
    opened.document.querySelector(".clock").textContent = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  }

  function fill() {
    if (!opened || opened.closed || latest === null) return;
    const page = opened.document;
    page.querySelector("h1").textContent = latest.title;
    page.querySelector(".place").textContent = `${latest.page} / ${latest.pages}`;
    page.querySelector(".after").textContent = latest.after ? `${words["present.after"]} ${latest.after}` : words["present.last"];
    const notes = latest.notes.length > 0 ? latest.notes : [{ text: words["present.no_notes"] }];
    page.querySelector(".notes").replaceChildren(
      ...notes.map((note) => {
        const item = page.createElement("p");
        if (note.kind) item.append(Object.assign(page.createElement("b"), { textContent: words[`present.note.${note.kind}`] }), " ");
        item.append(note.text);
        return item;
      }),
    );
  }

  return {
    open() {
      opened = window.open("", "nnlab-notes", "popup,width=720,height=560");
      if (!opened) return;
      const page = opened.document;
      page.title = `${words["present.notes"]}: ${name}`;
      page.documentElement.lang = words["present.language"];
      page.head.replaceChildren(Object.assign(page.createElement("style"), { textContent: NOTES_STYLE }));
      page.body.innerHTML = `<header><span class="time" role="timer"></span><button type="button"></button><span class="clock"></span>
        <span class="place"></span></header><h1></h1><div class="notes" aria-live="polite"></div><p class="after"></p>`;
      const again = page.querySelector("button");
      again.textContent = words["present.restart_clock"];
      again.addEventListener("click", () => {
        began = Date.now();
        tick();
        again.blur();
      });
      opened.onkeydown = pressed;
      clearInterval(ticking);
      ticking = setInterval(tick, 500);
      fill();
      tick();
      opened.focus();
    },
    show(news) {
      latest = news;
      fill();
    },
    close() {
      clearInterval(ticking);
      if (opened && !opened.closed) opened.close();
    },
  };
}

const NOTES_STYLE = `
  body { margin: 0; padding: 20px 28px; font: 22px/1.5 system-ui, sans-serif; color: #111; background: #fff; }
  header { display: flex; gap: 24px; align-items: center; font-variant-numeric: tabular-nums; }
  .time { font-size: 40px; font-weight: 600; } .place { margin-left: auto; }
  button { font: inherit; font-size: 16px; padding: 4px 12px; } h1 { font-size: 26px; margin: 16px 0 8px; }
  .notes p { margin: 8px 0; } .notes b { color: #005a8c; } .after { color: #555; border-top: 1px solid #bbb; padding-top: 10px; }
`;

/** The curtain before the first slide: what is done so far, and, where a cell failed, its name. */
export function curtain({ words, name, leave }) {
  const node = element("div", "nnlab-curtain");
  node.setAttribute("role", "dialog");
  node.setAttribute("aria-label", words["present.preparing"]);
  const title = element("h1", "", name);
  const said = element("p", "", words["present.preparing"]);
  said.setAttribute("role", "status");
  const progress = element("progress");
  progress.setAttribute("aria-label", words["present.preparing"]);
  const buttons = element("p", "nnlab-curtain-buttons");
  buttons.append(button(words["present.leave"], words["present.leave"], leave));
  node.append(title, said, progress, buttons);
  node.addEventListener("keydown", (event) => event.key === "Escape" && leave());
  return {
    node,
    focus: () => buttons.querySelector("button").focus(),
    show(done, all) {
      progress.max = all;
      progress.value = done;
      said.textContent = words["present.running"].replace("{done}", done).replace("{all}", all);
    },
    /** Name what failed; resolves to "show" (look at the cell) or "anyway". */
    fail(failures) {
      progress.remove();
      said.textContent = words["present.failed"];
      const list = element("ul");
      for (const { place, section, error, source = "" } of failures) {
        const item = element("li");
        const where = place ? words["present.failed.cell"].replace("{place}", place).replace("{section}", section) : "";
        item.append(element("b", "", where), element("span", "nnlab-curtain-error", error), element("code", "", source));
        list.append(item);
      }
      said.after(list);
      return new Promise((resolve) => {
        const choices = [
          button(words["present.failed.show"], words["present.failed.show"], () => resolve("show")),
          button(words["present.failed.anyway"], words["present.failed.anyway"], () => resolve("anyway")),
        ];
        buttons.replaceChildren(...choices);
        choices[0].focus();
      });
    },
  };
}
