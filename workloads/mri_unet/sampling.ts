/**
 * An MRI scan at a quarter of its time: a few columns of k-space are measured, the others taken as 0.
 *
 * The image is given a smooth phase first, as coils and field do, and k-space gets complex white noise; so it has no
 * conjugate symmetry that would stand in for the columns left out. Rows are sampled in full: their Fourier transform is
 * unitary, leaves white noise white, and would be undone at once. Only the transform along columns is computed.
 */
import { shuffled } from './numbers.ts';
import type { Numbers } from './numbers.ts';
import { imageSize } from './slices.ts';

/** Columns of k-space for each one that is measured. */
const acceleration = 4;
/** Share of the columns, at low frequencies, that is always measured (fastMRI's at four-fold acceleration). */
const centreShare = 0.08;
/** Standard deviation of real and imaginary part of the noise, of the image's largest value. */
const noiseStd = 0.02;

export const sampledColumns = imageSize / acceleration;
export const centreColumns = Math.round(imageSize * centreShare);

/** Frequencies, from -imageSize / 2 up, that are measured: the centre, and others by chance (after fastMRI's random mask). */
export function sampleFrequencies(numbers: Numbers): number[] {
  const all = Array.from({ length: imageSize }, (_, i) => i - imageSize / 2);
  const isCentre = (f: number) => f >= -centreColumns / 2 && f < centreColumns / 2;
  const others = shuffled(
    all.filter((f) => !isCentre(f)),
    numbers,
  );
  return [...all.filter(isCentre), ...others.slice(0, sampledColumns - centreColumns)];
}

/** Phase in radians at (x, y), each in [-1, 1): a random polynomial of second degree. */
export function smoothPhase({ uniform }: Numbers): (x: number, y: number) => number {
  const [c, x1, y1, xx, xy, yy] = Array.from(
    { length: 6 },
    () => Math.PI * (2 * uniform() - 1),
  ) as [number, number, number, number, number, number];
  return (x, y) => c + x1 * x + y1 * y + xx * x * x + xy * x * y + yy * y * y;
}

interface ComplexRow {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

const zeroRow = (): ComplexRow => ({
  re: new Float64Array(imageSize),
  im: new Float64Array(imageSize),
});

/** Magnitude of the image [row, column] that the measured columns of its k-space give. */
export function zeroFilled(image: Float64Array, numbers: Numbers): Float64Array {
  const waves = sampleFrequencies(numbers).map(wave);
  const phase = smoothPhase(numbers);
  const noise = () => noiseStd * numbers.normal();
  const magnitude = new Float64Array(image.length);
  for (let y = 0; y < imageSize; y++) {
    const row = zeroRow();
    for (let x = 0; x < imageSize; x++) {
      const angle = phase((2 * x) / imageSize - 1, (2 * y) / imageSize - 1);
      row.re[x] = image[y * imageSize + x]! * Math.cos(angle);
      row.im[x] = image[y * imageSize + x]! * Math.sin(angle);
    }
    const { re, im } = throughFrequencies(row, waves, noise);
    for (let x = 0; x < imageSize; x++) {
      magnitude[y * imageSize + x] = Math.sqrt(re[x]! ** 2 + im[x]! ** 2);
    }
  }
  return magnitude;
}

/** cos and sin of 2 pi f x / imageSize for each column x, divided so that the transform is unitary. */
export function wave(frequency: number): { cos: Float64Array; sin: Float64Array } {
  const angles = Float64Array.from({ length: imageSize }, (_, x) => {
    const turns = (frequency * x) / imageSize;
    return 2 * Math.PI * (turns - Math.floor(turns));
  });
  return {
    cos: angles.map((angle) => Math.cos(angle) / Math.sqrt(imageSize)),
    sin: angles.map((angle) => Math.sin(angle) / Math.sqrt(imageSize)),
  };
}

/** A row's Fourier coefficients at these frequencies, with noise, transformed back. */
export function throughFrequencies(
  row: ComplexRow,
  waves: readonly ReturnType<typeof wave>[],
  noise: () => number,
): ComplexRow {
  const out = zeroRow();
  for (const { cos, sin } of waves) {
    let kRe = noise();
    let kIm = noise();
    for (let x = 0; x < imageSize; x++) {
      kRe += row.re[x]! * cos[x]! + row.im[x]! * sin[x]!;
      kIm += row.im[x]! * cos[x]! - row.re[x]! * sin[x]!;
    }
    for (let x = 0; x < imageSize; x++) {
      out.re[x]! += kRe * cos[x]! - kIm * sin[x]!;
      out.im[x]! += kRe * sin[x]! + kIm * cos[x]!;
    }
  }
  return out;
}
