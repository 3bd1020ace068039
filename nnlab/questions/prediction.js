// The front end of a prediction: choices, a button that locks the guess in, and then the answer. Keys stay here, or Lab would take the arrows.

function element(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

function render({ model, el }) {
  const words = model.get("words");
  const group = element("fieldset", "", "nnlab-prediction");
  const legend = element("legend");
  legend.append(element("b", words.predict), ` ${model.get("question")}`);
  const choices = model.get("choices").map((text, index) => {
    const label = element("label");
    const radio = element("input");
    radio.type = "radio";
    radio.name = model.model_id ?? model.get("question");
    radio.value = String(index);
    label.append(radio, ` ${text}`);
    return { label, radio };
  });
  const lock = element("button", words.lock, "jupyter-button");
  lock.title = words.lock_help;
  const outcome = element("div");
  outcome.setAttribute("role", "status");
  group.append(legend, ...choices.map((choice) => choice.label), lock, outcome);
  el.append(group);

  group.addEventListener("keydown", (event) => event.stopPropagation());
  lock.addEventListener("click", () => {
    const chosen = choices.findIndex((choice) => choice.radio.checked);
    if (chosen < 0) outcome.textContent = words.choose_first;
    else model.send({ lock: chosen });
  });

  function show() {
    const guess = model.get("guess");
    if (guess < 0) return;
    choices.forEach((choice, index) => {
      choice.radio.checked = index === guess;
      choice.radio.disabled = true;
      choice.label.classList.toggle("nnlab-right", index === model.get("right"));
    });
    lock.disabled = true;
    group.classList.toggle("nnlab-was-right", guess === model.get("right"));
    outcome.replaceChildren(element("b", model.get("verdict")), element("p", model.get("reason")), element("i", model.get("score")));
  }
  const names = ["guess", "score"];
  for (const name of names) model.on(`change:${name}`, show);
  show();
  return () => names.forEach((name) => model.off(`change:${name}`, show));
}

export default { render };
