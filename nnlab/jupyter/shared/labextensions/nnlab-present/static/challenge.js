// A challenge without a kernel, on the start page of the website and in the first notebook: move the line so that as many points as possible are right, in three rounds.

import { BEST_SCORE, ROUNDS } from "./challenge_rounds.js";
import { element, fill } from "./dom.js";
import { countRight, learn, loss, toBoundary, toNeuron } from "./neuron.js";
import { createPicture } from "./neuron_picture.js";

const ANNOUNCE_AFTER_MS = 800; // without a change
const LEARNING_RATE = 0.3;
const LEARNING_STEPS = 150;
const FLATTEST = 0.05; // a neuron whose w is shorter has no boundary worth drawing

const begin = (number, won = ROUNDS.map(() => 0)) => ({
  number, won, points: ROUNDS[number].points, boundary: ROUNDS[number].boundary, hasMoved: false, changedPoints: false, hasLearned: false,
});

// What is right now; a round's score is the best that the reader reached by moving the line alone,
// from where the round put it: where learning has put it does not count.
export function afterMove(state, change) {
  const next = { ...state, hasMoved: true };
  if (change.boundary) next.boundary = change.boundary;
  else {
    next.points = state.points.map((point, i) => (i === change.point ? { ...point, x: change.x } : point));
    next.changedPoints = true;
  }
  if (next.changedPoints || next.hasLearned) return next;
  const right = countRight(toNeuron(next.boundary), next.points);
  return { ...next, won: state.won.with(state.number, Math.max(right, state.won[state.number])) };
}

// The neuron has moved its line by itself.
export const afterLearning = (state, boundary) => ({ ...state, hasMoved: true, hasLearned: true, boundary });

export const isWon = ({ number, won }) => won[number] === ROUNDS[number].best;
export const score = ({ won }) => won.reduce((sum, right) => sum + right, 0);
export const firstState = () => begin(0);
export const sameRound = ({ number, won }) => begin(number, won);
export const nextRound = ({ number, won }) => (number + 1 < ROUNDS.length ? begin(number + 1, won) : begin(0));

// Which of the texts stands above the picture.
export function taskOf(state) {
  if (state.changedPoints) return "task_changed";
  if (state.hasLearned && !isWon(state)) return "task_learned";
  const { name } = ROUNDS[state.number];
  return isWon(state) ? `won_${name}` : `task_${name}`;
}

function button(text, react) {
  const made = element("button", { type: "button", textContent: text });
  made.addEventListener("click", react);
  return made;
}

// Put the challenge into the element `figure`, with its `texts`.
export function startChallenge(figure, texts) {
  let state = firstState();
  let learning = 0; // the number of the running animation frame

  const task = element("p", { className: "task" });
  const numbers = element("p", { className: "numbers" });
  const total = element("p", { className: "total" });
  const announcer = element("div", { className: "unseen" });
  announcer.setAttribute("role", "status");
  const learnButton = button(texts.learn, () => (learning ? stop() : startLearning()));
  const resetButton = button(texts.reset, () => go(sameRound(state)));
  const nextButton = button(texts.next_round, () => go(nextRound(state)));
  const picture = createPicture(texts, (change) => {
    stop();
    show(afterMove(state, change));
  });

  let announcement = 0;
  function announce(text) {
    clearTimeout(announcement);
    announcement = setTimeout(() => { announcer.textContent = text; }, ANNOUNCE_AFTER_MS);
  }
  function show(next) {
    state = next;
    const neuron = toNeuron(state.boundary);
    picture.show(state.points, state.boundary);
    picture.svg.classList.toggle("untouched", !state.hasMoved);
    const right = countRight(neuron, state.points);
    const values = { right, all: state.points.length, loss: loss(neuron, state.points).toFixed(2) };
    task.replaceChildren(element("b", {}, fill(texts.round, { number: state.number + 1, rounds: ROUNDS.length })), ` ${texts[taskOf(state)]}`);
    numbers.textContent = fill(texts.numbers, values);
    total.textContent = fill(texts.total, { score: score(state), best: BEST_SCORE });
    nextButton.textContent = state.number + 1 < ROUNDS.length ? texts.next_round : texts.again;
    nextButton.classList.toggle("suggested", isWon(state));
    announce(`${numbers.textContent} ${isWon(state) && !state.changedPoints ? texts[taskOf(state)] : ""}`);
  }
  function stop() {
    cancelAnimationFrame(learning);
    learning = 0;
    learnButton.textContent = texts.learn;
  }
  function go(next) {
    stop();
    show(next);
  }
  // One step of gradient descent in each frame, or all at once for readers who want no motion.
  function startLearning() {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let neuron = toNeuron(state.boundary);
    let left = LEARNING_STEPS;
    learnButton.textContent = texts.stop;
    function frame() {
      for (let i = isStill ? left : 1; i > 0; i -= 1, left -= 1) neuron = learn(neuron, state.points, LEARNING_RATE);
      if (Math.hypot(...neuron.w) > FLATTEST) show(afterLearning(state, toBoundary(neuron, state.boundary.at)));
      if (left > 0) learning = requestAnimationFrame(frame);
      else stop();
    }
    learning = requestAnimationFrame(frame);
  }

  const results = element("div", { className: "results" }, numbers, total);
  const buttons = element("div", { className: "buttons" }, learnButton, resetButton, nextButton);
  figure.replaceChildren(task, picture.svg, results, buttons, announcer);
  show(state);
}
