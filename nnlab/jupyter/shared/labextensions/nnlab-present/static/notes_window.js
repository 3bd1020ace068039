// The speaker's notes in a second window, with what comes next and the time since the start.

const STYLE = `
  body { margin: 0; padding: 20px 28px; font: 22px/1.5 system-ui, sans-serif; color: #111; background: #fff; }
  header { display: flex; gap: 24px; align-items: center; font-variant-numeric: tabular-nums; }
  .time { font-size: 40px; font-weight: 600; } .place { margin-left: auto; }
  button { font: inherit; font-size: 16px; padding: 4px 12px; } h1 { font-size: 26px; margin: 16px 0 8px; }
  .notes p { margin: 8px 0; } .notes b { color: #005a8c; } .after { color: #555; border-top: 1px solid #bbb; padding-top: 10px; }
`;
const BODY = `<header><span class="time" role="timer"></span><button type="button"></button><span class="clock"></span>
  <span class="place"></span></header><h1></h1><div class="notes" aria-live="polite"></div><p class="after"></p>`;

// Seconds as minutes and seconds: 75 as "01:15".
export function formatTime(seconds) {
  return [Math.floor(seconds / 60), Math.floor(seconds) % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

// The window with the notes; it is closed at first. `onKey` gets the keys pressed there.
export function notesWindow({ texts, title, onKey }) {
  let opened = null;
  let slide = null;
  let startTime = Date.now();
  let timer = 0;

  function showTime() {
    if (!opened || opened.closed) return clearInterval(timer);
    opened.document.querySelector(".time").textContent = formatTime((Date.now() - startTime) / 1000);
    opened.document.querySelector(".clock").textContent = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  }

  function showSlide() {
    if (!opened || opened.closed || slide === null) return;
    const page = opened.document;
    page.querySelector("h1").textContent = slide.title;
    page.querySelector(".place").textContent = `${slide.page} / ${slide.pages}`;
    page.querySelector(".after").textContent = slide.next ? `${texts["present.after"]} ${slide.next}` : texts["present.last"];
    const notes = slide.notes.length > 0 ? slide.notes : [{ text: texts["present.no_notes"] }];
    page.querySelector(".notes").replaceChildren(
      ...notes.map((note) => {
        const item = page.createElement("p");
        if (note.kind) item.append(Object.assign(page.createElement("b"), { textContent: texts[`present.note.${note.kind}`] }), " ");
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
      page.title = `${texts["present.notes"]}: ${title}`;
      page.documentElement.lang = texts["present.language"];
      page.head.replaceChildren(Object.assign(page.createElement("style"), { textContent: STYLE }));
      page.body.innerHTML = BODY;
      const restart = page.querySelector("button");
      restart.textContent = texts["present.restart_clock"];
      restart.addEventListener("click", () => {
        startTime = Date.now();
        showTime();
        restart.blur();
      });
      opened.onkeydown = onKey; // not added as a listener: a window that is opened twice would call it twice
      clearInterval(timer);
      timer = setInterval(showTime, 500);
      showSlide();
      showTime();
      opened.focus();
    },
    // Show the notes of a slide: {title, notes, next, page, pages}.
    show(newSlide) {
      slide = newSlide;
      showSlide();
    },
    close() {
      clearInterval(timer);
      if (opened && !opened.closed) opened.close();
    },
  };
}
