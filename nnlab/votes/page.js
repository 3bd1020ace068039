// The phone's page: sends the vote and follows the slide by itself. Without this script the page is a plain form.

const WAIT_MS = 30_000; // longer than the server waits for news
const SEND_MS = 10_000;
const RETRY_MS = 2000;
const main = document.querySelector("main");
const [lost, news] = ["lost", "news"].map((id) => document.getElementById(id));
const language = document.documentElement.lang;
let waiting = new AbortController();

const pause = () => new Promise((resolve) => setTimeout(resolve, RETRY_MS * (1 + Math.random()))); // not all phones at once

function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

function formOf({ form, choices, news: text }) {
  const labels = choices.map((choice, value) => {
    const radio = element("input", { type: "radio", name: "choice", value, required: true });
    return element("label", {}, radio, element("span", {}, element("b", {}, choice.letter), ` ${choice.text}`));
  });
  const hidden = ["question", "round"].map((name) => element("input", { type: "hidden", name, value: form[name] }));
  const fields = element("fieldset", {}, element("legend", { className: "note" }, text), ...labels);
  return element("form", { method: "post", action: form.action }, fields, ...hidden, element("button", {}, form.send));
}

function listOf({ choices, news: text }) {
  const items = choices.map((choice) => {
    const marks = choice.marks ? [" ", element("b", {}, `(${choice.marks})`)] : [];
    return element("li", { className: choice.own ? "own" : "" }, element("b", {}, choice.letter), ` ${choice.text}`, ...marks);
  });
  return choices.length > 0 ? [element("p", { className: "note" }, text), element("ol", {}, ...items)] : [];
}

// Show what the server sends, as in the page itself.
function show(view) {
  const isShown = view.tag === main.dataset.tag && Boolean(view.form) === (main.querySelector("form") !== null);
  if (isShown && !view.error) return; // what was chosen stays chosen
  const hadFocus = main.contains(document.activeElement);
  main.dataset.tag = view.tag;
  const error = view.error ? [element("p", { className: "error", role: "alert" }, view.error)] : [];
  const parts = view.form ? [formOf(view)] : listOf(view);
  main.replaceChildren(element("h1", { tabIndex: -1 }, view.heading), ...error, ...parts);
  news.textContent = view.error || view.news;
  if (hadFocus) main.querySelector("h1").focus();
}

// Ask the server and show its answer; whether it did what was asked.
async function ask(path, options) {
  const answer = await fetch(path, { ...options, headers: { Accept: "application/json" }, cache: "no-store" });
  const state = answer.status === 204 ? null : await answer.json();
  lost.hidden = true;
  if (state?.new_page) window.location.reload(); // the server was started anew and gives this phone a new number
  else if (state) show(state);
  return answer.ok;
}

async function follow() {
  for (;;) {
    waiting = new AbortController();
    const timer = setTimeout(() => {
      lost.hidden = false; // the lecturer's computer sleeps
      waiting.abort();
    }, WAIT_MS);
    try {
      const seen = lost.hidden ? main.dataset.tag : ""; // after a lost connection the server is to answer at once
      const done = await ask(`state?lang=${language}&seen=${encodeURIComponent(seen)}`, { signal: waiting.signal });
      if (!done) await pause();
    } catch {
      if (!waiting.signal.aborted) {
        lost.hidden = false;
        await pause();
      }
    }
    clearTimeout(timer);
  }
}

let isSending = false; // a button that gets disabled would lose the focus
document.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isSending) return;
  isSending = true;
  const body = new URLSearchParams(new FormData(event.target));
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      await ask(event.target.getAttribute("action"), { method: "POST", body, signal: AbortSignal.timeout(SEND_MS) }); // sent again, it counts once
      break;
    } catch {
      lost.hidden = false;
      await pause();
    }
  }
  isSending = false;
});
document.addEventListener("visibilitychange", () => document.hidden || waiting.abort()); // a phone that wakes up asks again at once
follow();
