// The front end of a prediction: choices, a button that locks the guess in, and then the answer. Keys stay here, or Lab would take the arrows.

const PATIENCE = 4000; // milliseconds after which a kernel that does not answer is told: it may be gone

function element(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

function render({ model, el }) {
  const name = `nnlab-prediction-${Math.random()}`; // radios of one name exclude each other, whichever question they belong to
  const words = model.get("words");
  const group = element("fieldset", "", "nnlab-prediction");
  const legend = element("legend");
  legend.append(element("b", words.predict), ` ${model.get("question")}`);
  const choices = model.get("choices").map((text, index) => {
    const label = element("label");
    const radio = element("input");
    radio.type = "radio";
    radio.name = name;
    radio.value = String(index);
    const mark = element("em");
    label.append(radio, ` ${text} `, mark);
    return { label, radio, mark };
  });
  const lock = element("button", words.lock, "jupyter-button");
  lock.title = words.lock_help;
  const outcome = element("div");
  outcome.setAttribute("role", "status");
  outcome.tabIndex = -1;
  group.append(legend, ...choices.map((choice) => choice.label), lock, outcome);
  el.append(group);

  group.addEventListener("keydown", (event) => event.stopPropagation());
  lock.addEventListener("click", () => {
    const chosen = choices.findIndex((choice) => choice.radio.checked);
    if (chosen < 0) outcome.textContent = words.choose_first;
    else {
      setTimeout(() => model.get("guess") < 0 && outcome.replaceChildren(element("b", words.no_answer)), PATIENCE);
      model.send({ lock: chosen }); // throws where the kernel is gone
    }
  });

  function show() {
    const guess = model.get("guess");
    if (guess < 0) return;
    const focused = group.contains(document.activeElement);
    choices.forEach((choice, index) => {
      choice.radio.checked = index === guess;
      choice.radio.disabled = true;
      choice.label.classList.toggle("nnlab-right", index === model.get("right"));
      const sign = index === model.get("right") ? "✓" : index === guess ? "✗" : "";
      choice.mark.textContent = index === guess ? `${sign} ${words.guess}` : sign;
    });
    lock.disabled = true;
    group.classList.toggle("nnlab-was-right", guess === model.get("right"));
    outcome.replaceChildren(element("b", model.get("verdict")), element("p", model.get("reason")), element("i", model.get("score")));
    if (focused) outcome.focus(); // what had the focus is disabled now; without this the next key would go to Lab
  }
  const shown = ["guess", "score"];
  for (const trait of shown) model.on(`change:${trait}`, show);
  show();
  return () => shown.forEach((trait) => model.off(`change:${trait}`, show));
}

export default { render };
