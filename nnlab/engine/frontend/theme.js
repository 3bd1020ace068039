// On which paper a page shows its pictures: "light" or "dark".

const isDark = (document) =>
  document.body.dataset.jpThemeLight === "false" || // Lab, Notebook, Voilà
  document.body.classList.contains("vscode-dark") ||
  document.documentElement.getAttribute("theme") === "dark"; // Colab

// Calls `onTheme(theme)` now and whenever the page changes its theme. Returns a function that stops it.
export function watchTheme(document, onTheme) {
  const tell = () => onTheme(isDark(document) ? "dark" : "light");
  const observer = new MutationObserver(tell);
  for (const element of [document.body, document.documentElement]) {
    observer.observe(element, { attributes: true, attributeFilter: ["data-jp-theme-light", "class", "theme"] });
  }
  tell();
  return () => observer.disconnect();
}
