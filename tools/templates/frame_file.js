// Shows any picture of a file that frame_file.py made: a picture is what differs from its reference, so one is reached along a chain of them.

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

// The pictures in an inflated file, each `size` pixels large.
export class Pictures {
  #references;
  #colours;
  #segments;
  #segmentStarts;
  #changed;
  #changedStarts;
  #pixels;
  #shown = null;

  constructor(buffer, [width, height]) {
    const [colourCount, count] = new Uint32Array(buffer, 0, 2);
    const start = 8 + 4 * colourCount;
    const head = [0, 1, 2].map((row) => new Uint32Array(buffer, start + 4 * row * count, count));
    this.count = count;
    this.#references = head[0];
    this.#colours = new Uint32Array(buffer, 8, colourCount);
    this.#segmentStarts = starts(head[1]);
    this.#changedStarts = starts(head[2]);
    const segmentCount = this.#segmentStarts.at(-1);
    this.#segments = new Uint16Array(buffer, start + 12 * count, 2 * segmentCount);
    const Numbers = colourCount > MAX_COLOURS ? Uint32Array : Uint16Array;
    this.#changed = new Numbers(buffer, start + 12 * count + 4 * segmentCount, this.#changedStarts.at(-1));
    this.#pixels = new Uint32Array(width * height);
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
    for (const one of chain.toReversed()) this.#change(one);
    this.#shown = number;
    return this.#pixels;
  }

  #change(number) {
    let place = 0;
    let next = this.#changedStarts[number];
    for (let i = this.#segmentStarts[number]; i < this.#segmentStarts[number + 1]; i++) {
      place += this.#segments[2 * i];
      for (const end = place + this.#segments[2 * i + 1]; place < end; place++) {
        this.#pixels[place] = this.#colours[this.#changed[next++]];
      }
    }
  }
}
