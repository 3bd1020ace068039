// What the controls leave unsaid: names for sliders, boxes and buttons, and a slider's value as it is shown, for those who do not see them.

const PLAYER_ICONS = { "fa-play": "play", "fa-pause": "pause", "fa-stop": "rewind", "fa-retweet": "repeat" };

function put(element, attribute, value) {
  if (element && element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
}

function nameSlider(slider, words) {
  const label = slider.querySelector(".widget-label");
  const handle = slider.querySelector(".noUi-handle");
  const readout = slider.querySelector(".widget-readout");
  if (!label || !handle || !readout) return;
  put(handle, "aria-label", label.textContent);
  put(handle, "aria-valuetext", readout.textContent); // of a logarithmic slider the library tells the exponent
  if (label.title !== label.textContent) put(handle, "aria-description", label.title);
  put(readout, "role", "textbox");
  put(readout, "aria-label", `${label.textContent}: ${words.type}`);
}

function namePlayerButton(button, words) {
  const icon = Object.keys(PLAYER_ICONS).find((name) => button.querySelector(`.${name}`));
  if (!icon) return;
  put(button, "aria-label", words[PLAYER_ICONS[icon]]);
  put(button, "title", words[PLAYER_ICONS[icon]]);
  if (icon === "fa-retweet") put(button, "aria-pressed", String(button.classList.contains("mod-active")));
}

function nameAll(explorer, words) {
  put(explorer, "role", "group");
  put(explorer, "aria-label", explorer.querySelector(".nnlab-title")?.textContent.trim() ?? "");
  for (const slider of explorer.querySelectorAll(".widget-slider")) nameSlider(slider, words);
  for (const button of explorer.querySelectorAll(".widget-play button")) namePlayerButton(button, words);
  for (const bar of explorer.querySelectorAll(".widget-hprogress .progress")) {
    put(bar, "role", "progressbar");
    put(bar, "aria-label", words.computing);
  }
}

// Controls appear one by one and the library rewrites what it knows, so names are put again after every change. Returns how to end that.
function nameControls(part, words) {
  let watch = null;
  let frame = 0;
  function begin() {
    const explorer = part.closest(".nnlab-explorer");
    if (!explorer) {
      frame = requestAnimationFrame(begin); // not yet on the page
      return;
    }
    watch = new MutationObserver(() => nameAll(explorer, words));
    watch.observe(explorer, { subtree: true, childList: true, attributeFilter: ["aria-valuetext", "class"] });
    nameAll(explorer, words);
  }
  begin();
  return () => {
    cancelAnimationFrame(frame);
    watch?.disconnect();
  };
}

