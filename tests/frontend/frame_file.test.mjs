// A file of pictures as frame_file.py writes it: any picture, in any order, with all its colours.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { inflate, Pictures } from "../../tools/templates/frame_file.js";

// Three pictures of 3 × 2 pixels: one of a single colour, one with a changed pixel, and one with two more changed, in a new colour.
const COLOURS = [0xff000001, 0xff000002, 0xff000003];
const DARK = COLOURS.map((colour) => colour + 10);
const PICTURES = [
  { reference: 0, numbers: [0, 6], colours: [0, 0, 0, 0, 0, 0] },
  { reference: 0, numbers: [4, 1], colours: [1] },
  { reference: 1, numbers: [0, 1, 4, 1], colours: [2, 2] },
];
const EXPECTED = [[1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 2, 1], [3, 1, 1, 1, 2, 3]];

function file(pictures, colours, dark = colours) {
  const head = ["reference", "numbers", "colours"].flatMap((part) =>
    pictures.map((picture) => (part === "reference" ? picture.reference : picture[part].length / (part === "numbers" ? 2 : 1))));
  const rows = [colours, dark].flatMap((some) => [0, 8, 16, 24].flatMap((bits) => some.map((colour) => (colour >>> bits) & 255)));
  const halves = new Uint16Array(["numbers", "colours"].flatMap((part) => pictures.flatMap((picture) => picture[part])));
  const parts = [new Uint32Array([colours.length, pictures.length]), new Uint8Array(rows), new Uint32Array(head), halves];
  return deflateSync(Buffer.concat(parts.map((part) => Buffer.from(part.buffer))));
}

async function load(...files) {
  const pictures = new Pictures([3, 2]);
  for (const one of files) pictures.add(await inflate(one));
  return pictures;
}

const shown = (pictures, number) => [...pictures.pixels(number)].map((colour) => colour - 0xff000000);

test("every picture is shown, whichever came before it", async () => {
  const pictures = await load(file(PICTURES, COLOURS));
  assert.equal(pictures.count, 3);
  for (const number of [0, 1, 2, 2, 0, 2, 1, 0]) assert.deepEqual(shown(pictures, number), EXPECTED[number]);
});

test("a second file goes on from the first", async () => {
  const pictures = await load(file(PICTURES.slice(0, 2), COLOURS.slice(0, 2)));
  assert.equal(pictures.count, 2);
  assert.deepEqual(shown(pictures, 1), EXPECTED[1]);
  pictures.add(await inflate(file(PICTURES.slice(2), COLOURS.slice(2))));
  for (const number of [2, 0, 2, 1]) assert.deepEqual(shown(pictures, number), EXPECTED[number]);
});

test("a dark page has colours of its own, also in a second file", async () => {
  const pictures = await load(
    file(PICTURES.slice(0, 2), COLOURS.slice(0, 2), DARK.slice(0, 2)), file(PICTURES.slice(2), COLOURS.slice(2), DARK.slice(2)));
  assert.deepEqual(shown(pictures, 1), EXPECTED[1]);
  for (const isDark of [true, false, true]) {
    pictures.useColours(isDark);
    for (const number of [1, 2, 0]) {
      assert.deepEqual(shown(pictures, number), EXPECTED[number].map((colour) => colour + (isDark ? 10 : 0)));
      if (number === 1) assert.deepEqual(pictures.changedRows, [0, 1]); // all of it is painted anew
    }
  }
});

test("the colours are those of a canvas", async () => {
  const pixels = (await load(file(PICTURES, COLOURS))).pixels(0);
  assert.deepEqual([...new Uint8Array(pixels.buffer, 0, 4)], [1, 0, 0, 255]);
});

test("a page repaints only the rows that changed", async () => {
  const pictures = await load(file(PICTURES, COLOURS));
  const rows = (number) => {
    pictures.pixels(number);
    return pictures.changedRows;
  };
  assert.deepEqual([0, 1, 2, 1, 0].map(rows), [[0, 1], [1, 1], [0, 1], [0, 1], [1, 1]]);
  const [first, last] = rows(0);
  assert.ok(first > last, "the same picture once more");
});

test("rows of all pictures on the way are painted", async () => {
  const below = { reference: 0, numbers: [4, 1], colours: [1] };
  const above = { reference: 1, numbers: [0, 1], colours: [2] };
  const pictures = await load(file([PICTURES[0], below, above], COLOURS));
  for (const number of [0, 2, 0]) {
    pictures.pixels(number);
    assert.deepEqual(pictures.changedRows, [0, 1]);
  }
});

test("a picture that refers to no other begins anew", async () => {
  const pictures = await load(file([...PICTURES, { reference: 3, numbers: [1, 2], colours: [1, 2] }], COLOURS));
  const blank = -0xff000000;
  for (const number of [2, 3, 1, 3, 0]) {
    assert.deepEqual(shown(pictures, number), [...EXPECTED, [blank, 2, 3, blank, blank, blank]][number]);
  }
});
