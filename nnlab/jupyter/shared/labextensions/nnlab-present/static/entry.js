// The door through which JupyterLab finds presenter mode: a federated module written by hand, so that nothing has to be built.

(() => {
  const here = document.currentScript.src;
  let shared = {};
  async function load(name) {
    const versions = Object.values(shared[name] ?? {});
    if (versions.length === 0) throw new Error(`JupyterLab shares no module ${name}, which presenter mode needs`);
    return (await (versions.find((one) => one.loaded) ?? versions[0]).get())();
  }
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["nnlab-present"] = {
    init(scope) {
      shared = scope;
    },
    async get() {
      const { plugin } = await import(new URL("plugin.js", here).href);
      const made = await plugin(load);
      return () => ({ __esModule: true, default: made });
    },
  };
})();
