// The speaker's notes in a second window, with the next slide and the time since the start beside the time that was planned.

import { element } from "./dom.js";

const STYLE = `
  body { margin: 0; padding: 20px 28px; font: 22px/1.5 system-ui, sans-serif; color: #111; background: #fff; word-break: keep-all; }
  header { display: flex; gap: 16px; white-space: nowrap; align-items: center; font-variant-numeric: tabular-nums; }
  .time { font-size: 40px; font-weight: 600; } .place { margin-left: auto; }
  button { font: inherit; font-size: 16px; padding: 4px 12px; } h1 { font-size: 26px; margin: 16px 0 8px; }
  .notes p { margin: 8px 0; } .notes b { color: #005a8c; } .after { color: #555; border-top: 1px solid #bbb; padding-top: 10px; }
  section table { border-collapse: collapse; } section th { padding: 2px 12px 2px 0; vertical-align: top; }
  section td { border-left: 2px solid #111; } section td div { width: 420px; display: flex; align-items: center; font-size: 18px; line-height: 1.3; }
  section i { height: 12px; background: #0072b2; } section div + div i { background: #d55e00; } section td span { padding-left: 8px; flex: none; }
  section { border-bottom: 1px solid #bbb; } section:empty { display: none; } section p { margin: 8px 0; }
  .plan { white-space: nowrap; } .plan input { font: inherit; width: 3.2em; } .plan b { color: #005a8c; } .plan b.behind { color: #a33d00; }
  .next { zoom: 0.62; border: 1px solid #767676; border-radius: 6px; padding: 10px 18px; max-height: 380px; overflow: hidden; max-width: 720px; }
  .next:empty { display: none; } .next img { max-width: 100%; max-height: 320px; } .next p { margin: 6px 0; } .next h2 { margin: 0 0 6px; font-weight: 500; }
  section caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
`;

const CLICKER_KEYS = new Set(["PageDown", "PageUp", "Escape", "F5"]); // no one types them into a field

// Seconds as minutes and seconds: 75 as "01:15".
export function formatTime(seconds) {
  return [Math.floor(seconds / 60), Math.floor(seconds) % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

// How the time since the start, in seconds, compares with the plan for a page that begins after `begin` and ends after `end` seconds: the
// minutes that the speaker is behind (above 0) or ahead (below 0); less than a minute counts as nothing.
export function minutesBehind(elapsed, begin, end) {
  return Math.trunc((Math.max(0, elapsed - end) - Math.max(0, begin - elapsed)) / 60) || 0;
}

// The window with the notes; it is closed at first. `onKey` gets the keys pressed there; `minutes` are those planned for all slides;
// `votes` has what it shows of the votes of a class.
export function notesWindow({ texts, title, onKey, minutes = 0, votes = null }) {
  let opened = null;
  let startTime = Date.now();
  const time = element("span", { className: "time", role: "timer" });
  const restart = element("button", { type: "button" }, texts["present.restart_clock"]);
  const clock = element("span", { className: "clock" });
  const place = element("span", { className: "place" });
  const planned = element("input", { type: "number", min: 1, value: minutes || "", ariaLabel: texts["present.plan"] });
  const due = element("span");
  const verdict = element("b");
  const plan = element("p", { className: "plan" }, `${texts["present.plan"]} `, planned, ` ${texts["present.minutes"]}  `, due, " ", verdict);
  const next = element("div", { className: "next", ariaHidden: "true" });
  let previewNext = null;
  let shares = [0, 0]; // of the planned time that is over when the slide shown begins and ends
  const heading = element("h1");
  const notes = element("div", { className: "notes", ariaLive: "polite" });
  const after = element("p", { className: "after" });
  const header = element("header", {}, time, restart, clock, ...(votes ? [votes.download] : []), place);
  const content = [header, ...(votes ? [votes.notes] : []), plan, heading, notes, after, next];

  function showPlan(elapsed) {
    const minutesPlanned = Math.max(0, Number(planned.value));
    const [begin, end] = shares.map((share) => 60 * share * minutesPlanned);
    const late = minutesBehind(elapsed, begin, end);
    const key = late > 0 ? "present.behind" : late < 0 ? "present.ahead" : "present.on_time";
    due.textContent = minutesPlanned ? texts["present.due"].replace("{time}", formatTime(end)) : "";
    verdict.textContent = minutesPlanned ? texts[key].replace("{n}", Math.abs(late)) : "";
    verdict.className = late > 0 ? "behind" : "";
  }

  function showTime() {
    const elapsed = (Date.now() - startTime) / 1000;
    time.textContent = formatTime(elapsed);
    showPlan(elapsed);
    clock.textContent = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  }

  function restartClock() {
    startTime = Date.now();
    showTime();
    restart.blur();
  }

  function openWindow() {
    opened = window.open("", "nnlab-notes", "popup,width=720,height=560");
    if (!opened) return; // the browser blocks such windows
    const page = opened.document;
    page.title = `${texts["present.notes"]}: ${title}`;
    page.documentElement.lang = texts["present.language"];
    page.head.replaceChildren(element("style", {}, STYLE));
    page.body.replaceChildren(...content);
    next.replaceChildren(...(previewNext?.() ?? []));
    opened.onkeydown = (event) => { // replaces that of an earlier presentation
      if (event.target !== planned || CLICKER_KEYS.has(event.key)) onKey(event);
    };
    planned.oninput = showTime;
    planned.onchange = () => planned.blur(); // by Enter, so that the keys move the slides again
    restart.onclick = restartClock; // each time: when a window closes, its elements lose their listeners
    opened.setInterval(showTime, 500); // ends with the window
    showTime();
  }

  return {
    open() {
      if (!opened || opened.closed) openWindow();
      opened?.focus();
    },
    // Show the notes of a slide, which comes before `next`; the page is number `page` of `pages`. `preview()` gives the next slide's nodes.
    show(slide) {
      shares = slide.shares;
      next.replaceChildren(...(opened && !opened.closed ? slide.preview() : []));
      previewNext = slide.preview;
      showTime();
      heading.textContent = slide.title;
      place.textContent = `${slide.page} / ${slide.pages}`;
      after.textContent = slide.next ? `${texts["present.after"]} ${slide.next}` : texts["present.last"];
      const lines = slide.notes.length > 0 ? slide.notes : [{ text: texts["present.no_notes"] }];
      const paragraphs = lines.map(({ kind, text }) => {
        const label = kind ? [element("b", {}, texts[`present.note.${kind}`]), " "] : [];
        return element("p", {}, ...label, text);
      });
      notes.replaceChildren(...paragraphs);
    },
    close: () => opened?.close(),
  };
}
