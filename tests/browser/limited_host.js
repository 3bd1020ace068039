// Takes from a page what the poorest programs for notebooks do not give an explorer: binary data when a widget is opened and in custom
// messages, and access to other widgets; with `globalThis.nnlabDropsAll`, any binary data. Run in JupyterLab's page before its own scripts;
// `globalThis.nnlabDropped` counts what was taken.

(() => {
  const HEADER = 1; // the parts of a message: channel, header, parent, metadata, content, buffers …
  const CONTENT = 4;
  const EXPORT = "export default { render };";
  const WITHOUT_MANAGER = "export default { render: ({ model, el }) => render({ model: { ...model, widget_manager: undefined }, el }) };";
  const text = new TextDecoder();
  const bytes = new TextEncoder();
  globalThis.nnlabDropped = 0;

  function parts(data) {
    const view = new DataView(data);
    const offsets = Array.from({ length: Number(view.getBigUint64(0, true)) }, (_, i) => Number(view.getBigUint64(8 * (i + 1), true)));
    return offsets.slice(0, -1).map((start, i) => data.slice(start, offsets[i + 1]));
  }

  function joined(list) {
    const lengths = list.map((part) => part.byteLength);
    const offsets = lengths.reduce((all, length) => [...all, all.at(-1) + length], [8 * (list.length + 2)]);
    const data = new Uint8Array(offsets.at(-1));
    const view = new DataView(data.buffer);
    [offsets.length, ...offsets].forEach((offset, i) => view.setBigUint64(8 * i, BigInt(offset), true));
    list.forEach((part, i) => data.set(new Uint8Array(part), offsets[i]));
    return data.buffer;
  }

  function limited(data) {
    const message = parts(data);
    const type = JSON.parse(text.decode(message[HEADER])).msg_type;
    const content = JSON.parse(text.decode(message[CONTENT]));
    const isOpening = type === "comm_open";
    if (!isOpening && !(type === "comm_msg" && (content.data.method === "custom" || globalThis.nnlabDropsAll))) return data;
    globalThis.nnlabDropped += message.length - CONTENT - 1;
    delete content.data.buffer_paths;
    const written = JSON.stringify(content).replace(EXPORT, WITHOUT_MANAGER); // the front end, which comes as a text of the widget's state
    return joined([...message.slice(0, CONTENT), bytes.encode(written).buffer]);
  }

  globalThis.WebSocket = class extends WebSocket {
    set onmessage(listener) {
      super.onmessage = listener && ((event) => {
        const data = event.data instanceof ArrayBuffer ? limited(event.data) : event.data;
        listener.call(this, new MessageEvent("message", { data }));
      });
    }
  };
})();
