// Accessible names that ipywidgets does not set: of sliders, their boxes and player buttons, and a slider's value as it is shown.

import { watchFold } from "./fold.js";

const PLAYER_ICONS = { "fa-play": "play", "fa-pause": "pause", "fa-stop": "rewind", "fa-retweet": "repeat" };

// An attribute that is set to the value it has would be one more change to be heard of.
function setAttribute(element, attribute, value) {
  if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
}

function nameSlider(slider, names) {
  const label = slider.querySelector(".widget-label");
  const handle = slider.querySelector(".noUi-handle");
  const readout = slider.querySelector(".widget-readout");
  if (!label || !handle || !readout) return;
  setAttribute(handle, "aria-label", label.textContent);
  setAttribute(handle, "aria-valuetext", readout.textContent); // for a logarithmic slider ipywidgets announces the exponent
  if (label.title !== label.textContent) setAttribute(handle, "aria-description", label.title);
  setAttribute(readout, "role", "textbox");
  setAttribute(readout, "aria-label", `${label.textContent}: ${names.type}`);
}

function namePlayerButton(button, names) {
  const icon = Object.keys(PLAYER_ICONS).find((name) => button.querySelector(`.${name}`));
  if (!icon) return;
  for (const attribute of ["aria-label", "title"]) setAttribute(button, attribute, names[PLAYER_ICONS[icon]]);
  if (icon === "fa-retweet") setAttribute(button, "aria-pressed", String(button.classList.contains("mod-active")));
}

function nameControlsIn(explorer, names) {
  watchFold(explorer);
  setAttribute(explorer, "role", "group");
  setAttribute(explorer, "aria-label", explorer.querySelector(".nnlab-title")?.textContent.trim() ?? "");
  for (const slider of explorer.querySelectorAll(".widget-slider")) nameSlider(slider, names);
  for (const button of explorer.querySelectorAll(".widget-play button")) namePlayerButton(button, names);
  for (const preset of explorer.querySelectorAll(".nnlab-preset")) {
    setAttribute(preset, "aria-pressed", String(preset.classList.contains("nnlab-active")));
  }
  for (const bar of explorer.querySelectorAll(".widget-hprogress .progress")) {
    setAttribute(bar, "role", "progressbar");
    setAttribute(bar, "aria-label", names.computing);
  }
}

// Controls appear one by one and ipywidgets rewrites its attributes, so the names are set again after every change. Returns a function that
// stops it.
export function nameControls(element, names) {
  let observer = null;
  let frame = 0;
  function start() {
    const explorer = element.closest(".nnlab-explorer");
    if (!explorer) {
      frame = requestAnimationFrame(start); // not yet on the page
      return;
    }
    observer = new MutationObserver(() => nameControlsIn(explorer, names));
    observer.observe(explorer, { subtree: true, childList: true, attributeFilter: ["aria-valuetext", "class"] });
    nameControlsIn(explorer, names);
  }
  start();
  return () => {
    cancelAnimationFrame(frame);
    observer?.disconnect();
  };
}
