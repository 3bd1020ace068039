// Which frame is shown when: the kernel's newest one, or one that is known already when a control moves.

import { FrameCache, frameKey, sameData, wireValue } from "./frame_cache.js";

// Decodes what `encode` in frames.py made: runs of one colour, all colours first, then the length of each run, deflated.
export async function decode(data, [width, height]) {
  const inflated = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  const runs = await new Response(inflated).arrayBuffer();
  const n = runs.byteLength / 6;
  const colours = new Uint32Array(runs, 0, n);
  const lengths = new Uint16Array(runs, 4 * n, n);
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0, start = 0; i < n; i++) pixels.fill(colours[i], start, (start += lengths[i]));
  return image;
}

// The pixels of the newest frame as the browser has them: binary, or as text where the program that shows the notebook drops binary data.
function newestData(model) {
  const data = model.get("frame");
  const text = model.get("frame_text");
  if (data?.byteLength || !text) return data;
  return new DataView(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer);
}

// Calls `onFrame(frame)` with each frame to be shown: {key, data, size, pixels (a promise), status, grips, failed}. A frame shown from the
// cache is followed by the kernel's own; equal frames share one `pixels`, so that nothing has to be decoded or painted twice. Frames are
// decoded when they arrive, for decoding may take longer than the kernel's answer. Returns a function that stops it.
export function watchFrames(model, onFrame) {
  const cache = new FrameCache();
  const controls = [];
  let shown = null;
  let lastState = [];
  let stopped = false;

  const currentKey = () => frameKey(model.get("revision"), controls.map(wireValue));

  function show(frame) {
    shown = frame;
    onFrame(frame);
  }

  function withPixels(frame) {
    const known = [shown, cache.get(frame.key)].find((other) => other && sameData(frame, other));
    return { ...frame, pixels: known ? known.pixels : decode(frame.data, frame.size) };
  }

  function askForText() {
    model.set("binary", false);
    model.save_changes();
  }

  function onControlChange() {
    const key = currentKey();
    if (key !== shown?.key && cache.get(key)) show(cache.get(key));
  }

  function onModelChange() {
    const state = ["frame_key", "frame", "frame_text", "size", "status", "failed", "grips"].map((name) => model.get(name));
    if (state.every((value, i) => value === lastState[i])) return; // another trait changed
    lastState = state;
    const [key, , , size, status, failed, grips = []] = state;
    const data = newestData(model);
    if (!data?.byteLength) {
      if (size[0] > 0) askForText(); // the kernel has sent a picture
      return;
    }
    const frame = withPixels({ key, data, size, status, grips, failed });
    if (failed) cache.clear();
    else cache.put(frame);
    const readerIsAhead = shown?.key === currentKey() && shown.key !== key && cache.has(shown.key);
    if (!readerIsAhead) show(frame);
  }

  function onMessage({ prefetched }, buffers) {
    const data = buffers?.[0];
    if (!data?.byteLength) return; // dropped on the way: the kernel's own frame will come
    const { size, status, grips = [], frame_key: key } = prefetched;
    cache.put(withPixels({ key, data, size, status, grips, failed: false }));
    onControlChange();
  }

  // Where the program that shows the notebook does not give access to other widgets, nothing is known in advance.
  const findModel = (id) => model.widget_manager?.get_model?.(id);
  Promise.all(model.get("control_ids").map(findModel)).then((models) => {
    if (stopped || models.includes(undefined)) return;
    controls.push(...models);
    for (const control of controls) control.on("change", onControlChange);
  });
  model.on("change", onModelChange);
  model.on("msg:custom", onMessage);
  onModelChange();
  return () => {
    stopped = true;
    model.off("change", onModelChange);
    model.off("msg:custom", onMessage);
    for (const control of controls) control.off("change", onControlChange);
  };
}
