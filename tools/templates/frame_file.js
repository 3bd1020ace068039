// Shows any picture of the files that frame_file.py made: a picture is what differs from its reference, so one is reached along a chain of them.

const MAX_COLOURS = 65536; // that uint16 can number

// Where each of these lengths begins, one after the other; last, where all end.
function starts(lengths) {
  const places = [0];
  for (const length of lengths) places.push(places.at(-1) + length);
  return places;
}

export async function inflate(data) {
  const inflated = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(inflated).arrayBuffer();
}

// Calls `visit(start, end, at)` for each run of changed places of a picture; `at` is how many places changed before it.
function forEachRun(segments, visit) {
  let start = 0;
  let at = 0;
  for (let i = 0; i < segments.length; i += 2) {
    start += segments[i];
    const end = start + segments[i + 1];
    visit(start, end, at);
    at += end - start;
    start = end;
  }
}

// The pictures in inflated files, each `size` pixels large. They and their colours are numbered through all files.
export class Pictures {
  count = 0;
  #references = [];
  #colours = [new Uint32Array(0), new Uint32Array(0)]; // of each pair, the one on a light page and the one on a dark page
  #theme = 0; // which of the two is shown
  #changes = []; // of each picture: the views of its segments and of the numbers of its pairs of colours
  #pixels;
  #width;
  #way = []; // from a picture without a reference to the one that is shown: [number, the colours that it replaced]
  #changed; // the places [first, last] that differ from the picture before

  constructor([width, height]) {
    this.#pixels = new Uint32Array(width * height);
    this.#width = width;
  }

  // Adds the pictures of the next file.
  add(buffer) {
    const [colourCount, count] = new Uint32Array(buffer, 0, 2);
    const known = this.#colours[0].length;
    this.#colours = this.#colours.map((before, theme) => {
      const colours = new Uint32Array(known + colourCount);
      colours.set(before);
      const [red, green, blue, opacity] = [0, 1, 2, 3].map((row) => new Uint8Array(buffer, 8 + (4 * theme + row) * colourCount, colourCount));
      for (let i = 0; i < colourCount; i++) colours[known + i] = red[i] | (green[i] << 8) | (blue[i] << 16) | (opacity[i] << 24);
      return colours;
    });
    const start = 8 + 8 * colourCount;
    const [references, segmentCounts, changedCounts] = [0, 1, 2].map((row) => new Uint32Array(buffer, start + 4 * row * count, count));
    const segmentStarts = starts(segmentCounts);
    const changedStarts = starts(changedCounts);
    const segments = new Uint16Array(buffer, start + 12 * count, 2 * segmentStarts.at(-1));
    const Numbers = known + colourCount > MAX_COLOURS ? Uint32Array : Uint16Array;
    const changed = new Numbers(buffer, segments.byteOffset + segments.byteLength, changedStarts.at(-1));
    for (let i = 0; i < count; i++) {
      this.#references.push(references[i]);
      this.#changes.push([
        segments.subarray(2 * segmentStarts[i], 2 * segmentStarts[i + 1]),
        changed.subarray(changedStarts[i], changedStarts[i + 1]),
      ]);
    }
    this.count += count;
  }

  // Shows the colours of a dark page or of a light one from the next picture on, which is built anew.
  useColours(isDark) {
    this.#theme = Number(isDark);
    this.#way = [];
  }

  // The colours of a picture, 0xAABBGGRR; valid until the next call. What the way to it has in common with the present one stays.
  pixels(number) {
    const chain = [];
    const placeOf = (step) => this.#way.findIndex(([other]) => other === step);
    let step = number;
    this.#changed = [Infinity, -1];
    for (; placeOf(step) === -1 && this.#references[step] !== step; step = this.#references[step]) chain.push(step);
    if (placeOf(step) === -1) {
      chain.push(step);
      this.#way = [];
      this.#pixels.fill(0);
      this.#changed = [0, this.#pixels.length - 1];
    }
    while (this.#way.length > placeOf(step) + 1) this.#goBack();
    for (const one of chain.toReversed()) this.#goOn(one);
    return this.#pixels;
  }

  // The rows [first, last] in which this picture differs from the one before; where none does, first is greater.
  get changedRows() {
    return this.#changed.map((place) => Math.floor(place / this.#width));
  }

  #goOn(number) {
    const [segments, changed] = this.#changes[number];
    const colours = this.#colours[this.#theme];
    const replaced = this.#way.length > 0 ? new Uint32Array(changed.length) : null; // there is no way back from the first one
    forEachRun(segments, (start, end, at) => {
      replaced?.set(this.#pixels.subarray(start, end), at);
      for (let i = start; i < end; i++) this.#pixels[i] = colours[changed[at + i - start]];
      this.#note(start, end);
    });
    this.#way.push([number, replaced]);
  }

  #goBack() {
    const [number, replaced] = this.#way.pop();
    forEachRun(this.#changes[number][0], (start, end, at) => {
      this.#pixels.set(replaced.subarray(at, at + end - start), start);
      this.#note(start, end);
    });
  }

  #note(start, end) {
    if (start < end) this.#changed = [Math.min(this.#changed[0], start), Math.max(this.#changed[1], end - 1)];
  }
}
