// The front end of a prediction: the choices, a button that locks one in, and then the answer.

const ANSWER_TIMEOUT_MS = 4000; // after this the kernel counts as not answering

function createElement(tag, text = "", className = "") {
  const node = document.createElement(tag);
  node.textContent = text;
  node.className = className;
  return node;
}

function render({ model, el }) {
  const groupName = `nnlab-prediction-${Math.random()}`; // one for each widget, so that its radio buttons exclude no others
  const labels = model.get("labels");
  const group = createElement("fieldset", "", "nnlab-prediction");
  const legend = createElement("legend");
  legend.append(createElement("b", labels.predict), ` ${model.get("question")}`);
  const choices = model.get("choices").map((text, index) => {
    const label = createElement("label");
    const radio = createElement("input");
    radio.type = "radio";
    radio.name = groupName;
    radio.value = String(index);
    const mark = createElement("em");
    label.append(radio, ` ${text} `, mark);
    return { label, radio, mark };
  });
  const lockButton = createElement("button", labels.lock, "jupyter-button");
  lockButton.title = labels.lock_help;
  const status = createElement("div");
  status.setAttribute("role", "status");
  status.tabIndex = -1;
  group.append(legend, ...choices.map((choice) => choice.label), lockButton, status);
  el.append(group);

  group.addEventListener("keydown", (event) => event.stopPropagation()); // JupyterLab would take the arrow keys as its own
  lockButton.addEventListener("click", () => {
    const chosen = choices.findIndex((choice) => choice.radio.checked);
    if (chosen < 0) status.textContent = labels.choose_first;
    else {
      setTimeout(() => model.get("guess") < 0 && status.replaceChildren(createElement("b", labels.no_answer)), ANSWER_TIMEOUT_MS);
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
    const answer = [createElement("b", model.get("verdict")), createElement("p", model.get("reason")), createElement("i", model.get("score"))];
    status.replaceChildren(...answer);
    if (hadFocus) status.focus(); // what had the focus is disabled now, and the next key would go to JupyterLab
  }
  const events = ["change:guess", "change:score"];
  for (const event of events) model.on(event, showAnswer);
  showAnswer();
  return () => events.forEach((event) => model.off(event, showAnswer));
}

export default { render };
