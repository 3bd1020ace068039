// What the front end expects of the browser and of ipywidgets, as far as the tests need it.

import { deflateSync } from "node:zlib";

globalThis.ImageData ??= class ImageData {
  constructor(width, height) {
    Object.assign(this, { width, height, data: new Uint8ClampedArray(4 * width * height) });
  }
};

export class FakeModel {
  #values;
  #listeners = new Map();

  constructor(values, models = {}) {
    this.#values = { ...values };
    this.widget_manager = { get_model: async (id) => models[id] };
  }

  get(name) {
    return this.#values[name];
  }

  set(values, value) {
    if (typeof values === "string") return this.set({ [values]: value });
    Object.assign(this.#values, values);
    for (const name of Object.keys(values)) this.emit(`change:${name}`);
    this.emit("change");
  }

  save_changes() {
    this.saved = (this.saved ?? 0) + 1;
  }

  on(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  off(event, listener) {
    this.#listeners.set(event, (this.#listeners.get(event) ?? []).filter((other) => other !== listener));
  }

  emit(event, ...details) {
    for (const listener of this.#listeners.get(event) ?? []) listener(...details);
  }

  listenerCount() {
    return [...this.#listeners.values()].flat().length;
  }
}

// A frame of one colour (0xAABBGGRR), encoded as `encode` in frames.py does: colours, then lengths of runs, a run ending with its row.
export function encodedFrame(colour, width = 2, height = 3) {
  const colours = new Uint32Array(height).fill(colour);
  const lengths = new Uint16Array(height).fill(width);
  const data = deflateSync(Buffer.concat([Buffer.from(colours.buffer), Buffer.from(lengths.buffer)]));
  return new DataView(data.buffer, data.byteOffset, data.byteLength);
}
