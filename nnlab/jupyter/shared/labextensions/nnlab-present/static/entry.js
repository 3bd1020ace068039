// The entry point of the presenter extension for JupyterLab: a federated module written by hand, so that nothing has to be built.

(() => {
  const entryUrl = document.currentScript.src;
  let sharedModules = {};
  async function load(name) {
    const versions = Object.values(sharedModules[name] ?? {});
    if (versions.length === 0) throw new Error(`JupyterLab shares no module ${name}, which presenter mode needs`);
    return (await (versions.find((version) => version.loaded) ?? versions[0]).get())();
  }
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["nnlab-present"] = {
    init: (scope) => { sharedModules = scope; },
    async get() {
      const { createPlugin } = await import(new URL("plugin.js", entryUrl).href);
      const plugin = await createPlugin(load);
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
