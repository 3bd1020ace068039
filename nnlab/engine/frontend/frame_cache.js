// The frames that the browser has already, by their cache keys. frames.py makes the same keys; both are tested on one table of cases.

export const MAX_FRAMES = 8; // of some 1.5 MB each

const keyPart = (value) => (Math.abs(Number(value)) < 1e-15 ? 0 : Number(value)).toExponential(9);

export const frameKey = (revision, values) => [revision, ...values].map(keyPart).join(" ");

// What the browser's model of a control holds: of a list, the index.
export const wireValue = (control) => control.get("index") ?? control.get("value");

// The newest MAX_FRAMES frames by their keys. Nothing is kept under the empty key: such a picture depends on more than the controls.
export class FrameCache extends Map {
  put(frame) {
    if (!frame.key) return;
    this.delete(frame.key);
    this.set(frame.key, frame);
    if (this.size > MAX_FRAMES) this.delete(this.keys().next().value);
  }
}

const bytes = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

export function sameData(frame, other) {
  const [a, b] = [bytes(frame.data), bytes(other.data)];
  return frame.size.join() === other.size.join() && a.length === b.length && a.every((value, i) => value === b[i]);
}
