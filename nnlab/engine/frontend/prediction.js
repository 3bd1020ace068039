// The front end of a prediction: the choices, a button that locks one in, and then the answer.

import { keepOwnKeys } from "./own_keys.js";
import { isSavedPage } from "./saved_page.js";

const ANSWER_TIMEOUT_MS = 4000; // after this the kernel counts as not answering

const textElement = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

function render({ model, el }) {
  const groupName = `nnlab-prediction-${Math.random()}`; // one for each widget, so that its radio buttons exclude no others
  const labels = model.get("labels");
  el.innerHTML = `<fieldset class="nnlab-prediction">
    <legend></legend><button class="jupyter-button"></button><div role="status" tabindex="-1"></div>
  </fieldset>`;
  const group = el.firstElementChild;
  const [legend, lockButton, status] = group.children;
  legend.append(textElement("b", labels.predict), ` ${model.get("question")}`);
  Object.assign(lockButton, { textContent: labels.lock, title: labels.lock_help });
  const choices = model.get("choices").map((text, index) => {
    const label = document.createElement("label");
    const radio = Object.assign(document.createElement("input"), { type: "radio", name: groupName, value: index });
    const mark = document.createElement("em");
    label.append(radio, ` ${text} `, mark);
    return { label, radio, mark };
  });
  legend.after(...choices.map((choice) => choice.label));

  group.addEventListener("keydown", (event) => event.stopPropagation()); // JupyterLab would take the arrow keys as its own
  lockButton.addEventListener("click", () => {
    const chosen = choices.findIndex((choice) => choice.radio.checked);
    if (isSavedPage(document)) status.replaceChildren(textElement("b", labels.saved_page));
    else if (chosen < 0) status.textContent = labels.choose_first;
    else {
      setTimeout(() => model.get("guess") < 0 && status.replaceChildren(textElement("b", labels.no_answer)), ANSWER_TIMEOUT_MS);
      model.send({ lock: chosen }); // throws if the kernel is gone
    }
  });

  function showAnswer() {
    const guess = model.get("guess");
    const right = model.get("right");
    if (guess < 0) return;
    const hadFocus = group.contains(document.activeElement);
    choices.forEach(({ label, radio, mark }, index) => {
      radio.checked = index === guess;
      radio.disabled = true;
      label.classList.toggle("nnlab-right", index === right);
      const sign = index === right ? "✓" : index === guess ? "✗" : "";
      mark.textContent = index === guess ? `${sign} ${labels.guess}` : sign;
    });
    lockButton.disabled = true;
    group.classList.toggle("nnlab-was-right", guess === right);
    window.dispatchEvent(new CustomEvent("nnlab-answered", { detail: model.get("question_id") })); // for what covers the answer
    const answer = [textElement("b", model.get("verdict")), textElement("p", model.get("reason")), textElement("i", model.get("score"))];
    status.replaceChildren(...answer);
    if (hadFocus) status.focus(); // what had the focus is disabled now, and the next key would go to JupyterLab
  }
  const stopKeys = keepOwnKeys((element) => group.contains(element));
  const events = ["change:guess", "change:score"];
  for (const event of events) model.on(event, showAnswer);
  showAnswer();
  return () => {
    stopKeys();
    for (const event of events) model.off(event, showAnswer);
  };
}

export default { render };
