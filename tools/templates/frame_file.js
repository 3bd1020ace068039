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

// The pictures in inflated files, each `size` pixels large. They and their colours are numbered through all files.
export class Pictures {
  count = 0;
  #references = [];
  #colours = new Uint32Array(0);
  #changes = []; // of each picture: the views of its segments and of the numbers of its colours
  #pixels;
  #shown = null;

  constructor([width, height]) {
    this.#pixels = new Uint32Array(width * height);
  }

  // Adds the pictures of the next file.
  add(buffer) {
    const [colourCount, count] = new Uint32Array(buffer, 0, 2);
    const colours = new Uint32Array(this.#colours.length + colourCount);
    colours.set(this.#colours);
    colours.set(new Uint32Array(buffer, 8, colourCount), this.#colours.length);
    const start = 8 + 4 * colourCount;
    const [references, segmentCounts, changedCounts] = [0, 1, 2].map((row) => new Uint32Array(buffer, start + 4 * row * count, count));
    const segmentStarts = starts(segmentCounts);
    const changedStarts = starts(changedCounts);
    const segments = new Uint16Array(buffer, start + 12 * count, 2 * segmentStarts.at(-1));
    const Numbers = colours.length > MAX_COLOURS ? Uint32Array : Uint16Array;
    const changed = new Numbers(buffer, segments.byteOffset + segments.byteLength, changedStarts.at(-1));
    for (let i = 0; i < count; i++) {
      this.#references.push(references[i]);
      this.#changes.push([
        segments.subarray(2 * segmentStarts[i], 2 * segmentStarts[i + 1]),
        changed.subarray(changedStarts[i], changedStarts[i + 1]),
      ]);
    }
    this.#colours = colours;
    this.count += count;
  }

  // The colours of a picture, 0xAABBGGRR; valid until the next call.
  pixels(number) {
    const chain = [];
    let step = number;
    while (step !== this.#shown) {
      chain.push(step);
      const reference = this.#references[step];
      if (reference === step) {
        this.#pixels.fill(0);
        break;
      }
      step = reference;
    }
    for (const one of chain.toReversed()) this.#change(...this.#changes[one]);
    this.#shown = number;
    return this.#pixels;
  }

  #change(segments, changed) {
    let place = 0;
    let next = 0;
    for (let i = 0; i < segments.length; i += 2) {
      place += segments[i];
      for (const end = place + segments[i + 1]; place < end; place++) this.#pixels[place] = this.#colours[changed[next++]];
    }
  }
}
