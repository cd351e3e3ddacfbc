/** Colours of the page, seen with full colour vision and with each kind of colour blindness. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

/** Linear RGB as the colour blind see it, severity 1. Machado, Oliveira & Fernandes 2009, doi 10.1109/TVCG.2009.113 */
const visions: Readonly<Record<string, Matrix>> = {
  'full colour vision': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const css = readFileSync(
  new URL('../../../harness/report/render/template/style.css', import.meta.url),
  'utf8',
);
const [light, dark] = css
  .split(':root {')
  .slice(1)
  .map((block) => new Map([...block.matchAll(/--(\w+): (#\w{6});/g)].map((m) => [m[1]!, m[2]!])));

const linear = (hex: string): Rgb => {
  const channel = (at: number): number => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};

const times = (matrix: Matrix, [r, g, b]: Rgb): Rgb => {
  const row = (k: 0 | 1 | 2): number =>
    Math.max(0, matrix[k][0] * r + matrix[k][1] * g + matrix[k][2] * b);
  return [row(0), row(1), row(2)];
};

/** Ottosson's Oklab, in which equal distances look about equally large: https://bottosson.github.io/posts/oklab/ */
const oklab = (rgb: Rgb): Rgb => {
  const lms = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  );
  const [l, m, s] = [Math.cbrt(lms[0]), Math.cbrt(lms[1]), Math.cbrt(lms[2])];
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
};

const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

for (const [scheme, colours] of Object.entries({ light: light!, dark: dark! })) {
  const palette = Array.from({ length: 8 }, (_, index) => colours.get(`c${index}`)!);

  test(`every colour stands out from the ${scheme} page and its panels by 3:1 or more`, () => {
    for (const ground of ['page', 'panel']) {
      for (const colour of palette) {
        const pair = [luminance(linear(colour)), luminance(linear(colours.get(ground)!))];
        const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
        assert.ok(ratio >= 3, `${colour} on ${ground}: ${ratio.toFixed(2)}`);
      }
    }
  });

  for (const [vision, matrix] of Object.entries(visions)) {
    test(`with ${vision}, no two colours of the ${scheme} palette look alike`, () => {
      const seen = palette.map((colour) => oklab(times(matrix, linear(colour))));
      seen.forEach((a, i) => {
        seen.slice(i + 1).forEach((b, j) => {
          const distance = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
          const pair = `${palette[i]!} and ${palette[i + j + 1]!}`;
          assert.ok(distance >= 0.06, `${pair}: ${distance.toFixed(3)}`);
        });
      });
    });
  }
}
