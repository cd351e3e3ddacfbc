/** Convolution in float64 by its definition, with both gradients. */
export interface ConvCase {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly filter: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly pad: 'same' | 'valid' | number;
}

/** Output size and padding before, after TensorFlow's rules. */
function extent(
  size: number,
  filter: number,
  stride: number,
  dilation: number,
  pad: ConvCase['pad'],
) {
  const window = (filter - 1) * dilation + 1;
  if (typeof pad === 'number')
    return { out: Math.floor((size + 2 * pad - window) / stride) + 1, before: pad };
  if (pad === 'valid') return { out: Math.ceil((size - window + 1) / stride), before: 0 };
  const out = Math.ceil(size / stride);
  return { out, before: Math.max(0, (out - 1) * stride + window - size) >> 1 };
}

export interface ConvResult {
  readonly y: Float64Array;
  readonly dx: Float64Array;
  readonly dFilter: Float64Array;
}

/** Calls `visit(x index, filter tap, y index)` for every pixel of the output under every tap inside the image. */
export function eachTap(
  c: ConvCase,
  visit: (pixelIn: number, tap: number, pixelOut: number) => void,
): number {
  const rows = extent(c.height, c.filter[0], c.strides[0], c.dilations[0], c.pad);
  const columns = extent(c.width, c.filter[1], c.strides[1], c.dilations[1], c.pad);
  for (let n = 0; n < c.batch; n++) {
    for (let i = 0; i < rows.out; i++) {
      for (let j = 0; j < columns.out; j++) {
        for (let a = 0; a < c.filter[0]; a++) {
          for (let b = 0; b < c.filter[1]; b++) {
            const y = i * c.strides[0] - rows.before + a * c.dilations[0];
            const x = j * c.strides[1] - columns.before + b * c.dilations[1];
            if (y < 0 || y >= c.height || x < 0 || x >= c.width) continue;
            visit(
              (n * c.height + y) * c.width + x,
              a * c.filter[1] + b,
              (n * rows.out + i) * columns.out + j,
            );
          }
        }
      }
    }
  }
  return c.batch * rows.out * columns.out;
}

/** Output for (x, filter), and gradients for the given dy (repeated when it is shorter than the output). */
export function convolve(
  c: ConvCase,
  x: ArrayLike<number>,
  filter: ArrayLike<number>,
  dy: (i: number) => number,
): ConvResult {
  const { inChannels, outChannels } = c;
  const pixels = eachTap(c, () => undefined);
  const y = new Float64Array(pixels * outChannels);
  const dx = new Float64Array(x.length);
  const dFilter = new Float64Array(filter.length);
  eachTap(c, (from, tap, to) => {
    for (let i = 0; i < inChannels; i++) {
      for (let o = 0; o < outChannels; o++) {
        const f = (tap * inChannels + i) * outChannels + o;
        const [at, out] = [from * inChannels + i, to * outChannels + o];
        y[out]! += x[at]! * filter[f]!;
        dx[at]! += dy(out) * filter[f]!;
        dFilter[f]! += dy(out) * x[at]!;
      }
    }
  });
  return { y, dx, dFilter };
}
