// Votes from phones for the prediction on the slide: what the audience sees of them, and what the speaker does with them.

import { element, fill } from "./dom.js";

const POLL_MS = 1000;
const TIMEOUT_MS = 5000;
const NEXT = { waiting: "open", open: "close", closed: "open", shown: "again", explained: "open" }; // phase -> what the vote key does
const CLASS_ON_HUB = /\/workspaces\/nnlab-present-[^/]*-class\/tree\//; // nnlab/app/class_on_hub.py
const PREDICTION = ".nnlab-prediction";
const SVG = "http://www.w3.org/2000/svg"; // a name; nothing is loaded

export const letter = (index) => "ABCDEFGH"[index];
export const nextAction = (phase) => NEXT[phase];
export const favorite = (counts) => counts.indexOf(Math.max(...counts));

// The bars of a histogram: for each choice, and for each round, the number and the share of its votes.
export function barsOf(rounds) {
  const totals = rounds.map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const bar = (counts, choice, round) => ({ count: counts[choice], share: totals[round] > 0 ? counts[choice] / totals[round] : 0 });
  return rounds[0].map((_, choice) => rounds.map((counts, round) => bar(counts, choice, round)));
}

// The question that a prediction shows, as [question, ...choices].
export function textsOf(place) {
  const [legend] = place.querySelectorAll("legend");
  const [heading] = legend.querySelectorAll("b");
  const question = legend.textContent.slice(heading.textContent.length).trim();
  return [question, ...[...place.querySelectorAll("label")].map((label) => label.childNodes[1].textContent.trim())];
}

// Fill the {placeholders} of a text.
const percent = (share) => `${Math.round(100 * share)}%`;

// A QR code, given as rows of 0 and 1, as a picture with the quiet margin that cameras need.
function codePicture(rows, label) {
  const [svg, path] = ["svg", "path"].map((name) => document.createElementNS(SVG, name));
  const squares = rows.flatMap((row, y) => [...row].map((square, x) => (square === "1" ? `M${x + 4} ${y + 4}h1v1h-1z` : "")));
  path.setAttribute("d", squares.join(""));
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${rows.length + 8} ${rows.length + 8}`, role: "img", "aria-label": label })) {
    svg.setAttribute(name, value);
  }
  svg.append(path);
  return svg;
}

// An address that may be broken before its slashes.
const breakable = (address) => address.split(/(?=\/)/).flatMap((part, index) => (index > 0 ? [element("wbr"), part] : [part]));

// The table of the histogram; `right` is the index of the right choice, or -1 as long as it is a secret.
function histogram(texts, rounds, right) {
  const rows = barsOf(rounds).map((bars, choice) => {
    const drawn = bars.map(({ count, share }, round) => {
      const bar = element("i");
      bar.style.width = percent(share);
      const name = bars.length > 1 ? `${fill(texts["present.vote.round"], { n: round + 1 })} ` : "";
      return element("div", {}, bar, element("span", {}, `${name}${count} (${percent(share)})`));
    });
    const sign = choice === right ? "✓" : "";
    return element("tr", {}, element("th", { scope: "row" }, `${letter(choice)}${sign}`), element("td", {}, ...drawn));
  });
  return element("table", {}, element("caption", {}, texts["present.vote.histogram"]), ...rows);
}

// The votes of a presentation. `access`: where and with which secret they are controlled.
// Returns {node, notes, download, commands, show, close, takesRoom, onRoom}: `node` is what the audience sees beside a prediction,
// `notes` what the speaker sees, `download` the button for the totals.
// `show(cell)` says which prediction is on the slide.
// `takesRoom` is whether the votes need room beside it, and `onRoom` hears when that changes.
export function classVotes({ texts, access }) {
  const node = element("aside", { className: "nnlab-vote", hidden: true, ariaLabel: texts["present.vote.histogram"] });
  const notes = element("section");
  const language = texts["present.language"];
  let place = null; // the prediction on the slide
  let question = null; // what it asks
  let sent = null; // the question that the server was told of
  let hadVotes = false; // whether the server has counted votes for it
  let isTold = false; // whether the server knows what is on the slide
  let state = null;
  let message = "";
  let isPassing = false; // whether the next answer takes the message away; else it stays until the next key
  let drawn = null; // what is shown now
  let queue = Promise.resolve(); // requests go one after the other
  const lost = texts[access.onHub ? "present.vote.lost_on_hub" : "present.vote.lost"];

  function send(path, body) {
    const headers = { Authorization: `Bearer ${access.secret}` };
    const options = { method: body ? "POST" : "GET", body: body && JSON.stringify(body), headers, signal: AbortSignal.timeout(TIMEOUT_MS) };
    return fetch(`${access.control}/${path}?lang=${language}`, options);
  }

  function ask(path, body) {
    const run = async () => {
      try {
        const answer = await send(path, body);
        const found = await answer.json();
        if (answer.ok) state = found;
        if (path === "slide") isTold = answer.ok && body.question === question;
        if (body || !answer.ok || isPassing) {
          message = answer.ok ? "" : found.message;
          isPassing = !body && !answer.ok;
        }
        if (answer.ok && !body && question && (found.vote === null || !isTold)) await tellAgain();
        hadVotes ||= isTold && !isTakenOver() && (state?.vote?.counts.flat().some((count) => count > 0) ?? false);
      } catch {
        state = null;
        sent = null;
        [message, isPassing] = [lost, true];
      }
      render();
    };
    queue = queue.then(run, run); // an error in drawing ends its own request only
    return queue;
  }

  // A server that could not be reached does not know what is on the slide; one that was started anew does not know the votes either.
  async function tellAgain() {
    const answer = await send("slide", { question });
    isTold = answer.ok;
    if (!answer.ok) return;
    state = await answer.json();
    if (hadVotes && state.vote.counts.length === 0) message = texts["present.vote.restarted"];
    hadVotes = false;
  }

  // Another presenter's page has put its own question in the place of this one.
  const isTakenOver = () => isTold && Boolean(question && state?.vote) && state.vote.id !== question.id;

  function render() {
    // An explained question's reason needs the room; its votes stand in the choices.
    const isExplained = state?.vote?.phase === "explained" && !isTakenOver();
    node.hidden = place === null || (isExplained && !message);
    const shown = JSON.stringify([state, message, place !== null]);
    if (shown === drawn) return; // a button that is pressed at this moment stays
    drawn = shown;
    const vote = isTakenOver() ? null : state?.vote;
    markChoices(isExplained ? vote.counts : null);
    if (votes.takesRoom === isExplained) {
      votes.takesRoom = !isExplained;
      votes.onRoom();
    }
    const problem = isTakenOver() ? texts["present.vote.taken_over"] : message;
    const alert = state && !state.reachable ? fill(texts["present.vote.unreachable"], state) : problem;
    node.replaceChildren(...(vote ? audienceParts(vote) : []), ...(alert ? [element("p", { role: "alert" }, alert)] : []));
    notes.replaceChildren(...(place && vote ? speakerParts(vote) : []), ...(alert && (place || message) ? [element("p", {}, alert)] : []));
  }

  // Write the shares of the votes behind the choices of the prediction.
  function markChoices(counts) {
    [...(place?.querySelectorAll("label") ?? [])].forEach((label, choice) => {
      if (counts?.length) label.dataset.votes = barsOf(counts)[choice].map(({ share }) => percent(share)).join(" → ");
      else delete label.dataset.votes;
    });
  }

  // What the audience sees: how to take part, then how many have voted, then the histogram.
  function audienceParts(vote) {
    const { phase, counts, right } = vote;
    const voted = (counts.at(-1) ?? []).reduce((sum, count) => sum + count, 0);
    const line = element("p", { role: "status" }, texts[`present.vote.${phase}`]);
    if (phase === "shown" || phase === "explained") return [line, histogram(texts, counts, phase === "explained" ? right : -1)];
    const code = state.code ? [codePicture(state.code, state.address)] : [];
    const total = phase === "waiting" ? [] : [element("output", {}, fill(texts["present.vote.count"], { n: voted }))];
    return [...code, element("strong", {}, ...breakable(state.address)), line, ...total];
  }

  function speakerParts(vote) {
    const { counts, phase, right, shares, suggestion } = vote;
    const distribution = counts.length > 0 ? [histogram(texts, counts, right)] : [];
    const share = shares.at(-1) ?? null;
    const advice = share === null ? [] : [element("p", {}, fill(texts[`present.vote.advice.${suggestion}`], { share: percent(share) }))];
    const heading = element("p", {}, element("b", {}, texts[`present.vote.${phase}`]));
    const next = phase === "shown" && counts.length > 1 ? texts["present.vote.do.shown_again"] : texts[`present.vote.do.${phase}`];
    return [heading, ...advice, element("p", {}, next), ...distribution];
  }

  const download = element("button", { type: "button" }, texts["present.vote.totals"]);
  async function saveTotals() {
    const answer = await send("totals.csv").catch(() => null);
    if (!answer?.ok) {
      [message, isPassing] = [lost, true];
      render();
      return;
    }
    const link = element("a", { href: URL.createObjectURL(await answer.blob()), download: "votes.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), TIMEOUT_MS);
  }

  const act = (action) => place && !isTakenOver() && ask("action", { action });
  // Lock in the class's favorite choice, which shows the answer and its reason; where nobody voted, what the speaker has chosen.
  async function explain() {
    const asked = place; // the speaker may go on before the server has answered
    if (!asked || isTakenOver()) return;
    await act("explain");
    if (place !== asked || state?.vote?.phase !== "explained") return;
    const counts = state.vote.counts.at(-1);
    if (Math.max(...counts) > 0) asked.querySelectorAll("input")[favorite(counts)].checked = true;
    asked.querySelector("button").click();
  }

  let isPolling = false; // while the server is silent, polls do not pile up
  async function follow() {
    download.onclick = saveTotals; // each time: when the notes' window closes, its elements lose their listeners
    if (!place || isPolling) return;
    isPolling = true;
    await ask("state").finally(() => { isPolling = false; });
  }
  const timer = setInterval(follow, POLL_MS);
  const votes = {
    takesRoom: true,
    onRoom: () => {},
    node,
    notes,
    download,
    commands: { vote: () => act(nextAction(state?.vote?.phase ?? "waiting")), histogram: () => act("show"), explain },
    show(cell) {
      const shown = cell?.node.querySelector(PREDICTION) ?? null;
      if (shown !== place) markChoices(null);
      place = shown;
      question = place ? { id: cell.prediction, language, texts: textsOf(place) } : null;
      const text = JSON.stringify(question);
      if (text === sent) return;
      sent = text;
      message = "";
      hadVotes = isTold = false;
      state = null;
      render();
      ask("slide", { question });
    },
    close() {
      clearInterval(timer);
      markChoices(null);
      place = null;
      votes.onRoom = () => {}; // the answer comes when the deck is closed
      ask("slide", { question: null });
      node.remove();
    },
  };
  follow();
  return votes;
}

// Where votes are controlled, if this is a lecture with votes: `nnlab present --class` puts it into Lab's page.
// On a hub it prints an address instead, and the page's own token says who is presenting.
export function voteAccess() {
  const source = document.getElementById("jupyter-config-data");
  const config = source ? JSON.parse(source.textContent) : {};
  if (config.nnlabVotesControl) return { control: config.nnlabVotesControl, secret: config.nnlabVotesSecret, onHub: false };
  if (!config.hubPrefix || !CLASS_ON_HUB.test(window.location.pathname)) return null;
  const control = new URL(`${config.hubPrefix}../services/votes/control`, window.location.origin).href;
  return { control, secret: config.token, onHub: true };
}
