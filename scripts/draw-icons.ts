import { writeFileSync } from 'node:fs';
import { constants, crc32, deflateSync } from 'node:zlib';

/**
 * Draws the two icons Teams asks for, from one mark: an open door. Run `node scripts/draw-icons.ts` after a change.
 * The PNGs are written by hand, so that nobody needs a drawing program to see what changed.
 */
type Shape = (x: number, y: number) => boolean;
type Colour = readonly [red: number, green: number, blue: number];
type Point = readonly [x: number, y: number];
interface Layer {
  shape: Shape;
  colour: Colour;
}
interface Picture {
  size: number;
  /** Absent: transparent. */
  ground?: Colour;
  layers: readonly Layer[];
}

const white: Colour = [255, 255, 255];
const teal: Colour = [16, 84, 92];
const lamplight: Colour = [255, 209, 120];
const leafShade: Colour = [226, 240, 240];

// The mark lives on a 32 by 32 grid. The leaf's free edge is longer than its hinge: it stands open towards the reader.
const opening = polygon([8, 4], [24, 4], [24, 27], [8, 27]);
const hole = polygon([10, 6], [22, 6], [22, 27], [10, 27]);
const frame: Shape = (x, y) => opening(x, y) && !hole(x, y);
const sill = either(polygon([3, 25], [8, 25], [8, 27], [3, 27]), polygon([24, 25], [29, 25], [29, 27], [24, 27]));
const leaf = polygon([8, 4], [17, 7.5], [17, 31], [8, 27]);
const knob: Shape = (x, y) => Math.hypot(x - 14, y - 18) <= 1.25;
/** Without a gap the white leaf and the white frame would melt into one block. */
const gap = polygon([8, 3], [18, 6.9], [18, 32], [8, 28]);

export const colour = draw({
  size: 192,
  ground: teal,
  layers: [
    { shape: larger(hole), colour: lamplight },
    { shape: larger(either(frame, sill)), colour: white },
    { shape: larger(gap), colour: teal },
    { shape: larger(leaf), colour: leafShade },
    { shape: larger(knob), colour: teal },
  ],
});

export const outline = draw({
  size: 32,
  layers: [
    { shape: (x, y) => (leaf(x, y) && !knob(x, y)) || (either(frame, sill)(x, y) && !gap(x, y)), colour: white },
  ],
});

/** Teams may round the corners of the colour icon, so the mark keeps to the middle of it. */
function larger(shape: Shape): Shape {
  const scale = 4;
  const middle: Point = [16, 17.25];
  return (x, y) => shape((x - 96) / scale + middle[0], (y - 96) / scale + middle[1]);
}

function either(one: Shape, other: Shape): Shape {
  return (x, y) => one(x, y) || other(x, y);
}

/** Inside when a ray to the right crosses the edges an odd number of times. */
function polygon(...corners: readonly Point[]): Shape {
  return (x, y) => {
    let inside = false;
    corners.forEach(([toX, toY], index) => {
      const [fromX, fromY] = corners.at(index - 1) ?? [toX, toY];
      const crosses = fromY > y !== toY > y && x < ((toX - fromX) * (y - fromY)) / (toY - fromY) + fromX;
      if (crosses) inside = !inside;
    });
    return inside;
  };
}

function draw(picture: Picture): Buffer {
  const { size } = picture;
  const rows = Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => pixel(picture, x, y)).flat(),
  );
  return png(size, rows);
}

/** Smooth edges: each pixel is the mean of 4 by 4 points in it. */
function pixel({ ground, layers }: Picture, column: number, row: number): number[] {
  const grid = 4;
  const sum = [0, 0, 0];
  let covered = 0;
  for (let point = 0; point < grid * grid; point++) {
    const x = column + ((point % grid) + 0.5) / grid;
    const y = row + (Math.floor(point / grid) + 0.5) / grid;
    const seen = layers.findLast(({ shape }) => shape(x, y))?.colour ?? ground;
    if (!seen) continue;
    covered++;
    seen.forEach((value, channel) => (sum[channel] = (sum[channel] ?? 0) + value));
  }
  // White even where nothing shows: a viewer that smooths the edges would pull a dark fringe out of transparent black.
  if (covered === 0) return [...white, 0];
  return [...sum.map((value) => Math.round(value / covered)), Math.round((covered / grid ** 2) * 255)];
}

/** PNG, 8 bits per channel with alpha (Portable Network Graphics, third edition, sections 5 and 11). */
function png(size: number, rows: readonly (readonly number[])[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  // Run-length matching looks nothing up in a hash table: every processor writes the same bytes.
  const data = deflateSync(Buffer.from(rows.flatMap(filtered)), { level: 9, strategy: constants.Z_RLE });
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Filter 1: each pixel as its difference to the one on its left, which turns plain areas into runs of zeros. */
function filtered(row: readonly number[]): number[] {
  return [1, ...row.map((value, index) => (value - (row[index - 4] ?? 0)) & 0xff)];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frameOf = Buffer.alloc(8);
  frameOf.writeUInt32BE(data.length, 0);
  frameOf.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frameOf.subarray(0, 4), body, frameOf.subarray(4)]);
}

if (import.meta.main) {
  const folder = new URL('../appPackage/', import.meta.url);
  writeFileSync(new URL('color.png', folder), colour);
  writeFileSync(new URL('outline.png', folder), outline);
}
