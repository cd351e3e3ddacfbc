/** Layers in float64 by their definitions, one value after another. */

type Numbers = Float64Array;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const sum = (terms: readonly number[]): number => terms.reduce((a, b) => a + b, 0);

/** Normalizes each channel over the rows of its group: x [groups, rows, C]. */
export const channelNorm =
  (groups: number, rows: number, channels: number, epsilon: number) =>
  (x: Numbers, scale: Numbers, bias: Numbers): Numbers => {
    const y = new Float64Array(x.length);
    for (let g = 0; g < groups; g++) {
      for (let c = 0; c < channels; c++) {
        const places = range(rows).map((r) => (g * rows + r) * channels + c);
        const mean = sum(places.map((i) => x[i]!)) / rows;
        const variance = sum(places.map((i) => (x[i]! - mean) ** 2)) / rows;
        for (const i of places) {
          y[i] = ((x[i]! - mean) / Math.sqrt(variance + epsilon)) * scale[c]! + bias[c]!;
        }
      }
    }
    return y;
  };

/** Normalizes each row of x [rows, C]. */
export const layerNorm =
  (channels: number, epsilon: number) =>
  (x: Numbers, scale: Numbers, bias: Numbers): Numbers =>
    x.map((value, i) => {
      const start = i - (i % channels);
      const row = x.subarray(start, start + channels);
      const mean = sum([...row]) / channels;
      const variance = sum([...row].map((v) => (v - mean) ** 2)) / channels;
      const h = (value - mean) / Math.sqrt(variance + epsilon);
      return h * scale[i % channels]! + bias[i % channels]!;
    });

export const gelu = (x: Numbers): Numbers =>
  x.map((v) => (v / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3))));

export const silu = (x: Numbers): Numbers => x.map((v) => v * sigmoid(v));

export const sigmoidCrossEntropy =
  (labels: ArrayLike<number>) =>
  (x: Numbers): Numbers =>
    x.map((v, i) => Math.max(v, 0) - v * labels[i]! + Math.log1p(Math.exp(-Math.abs(v))));

/** A label outside [0, classes) gives 0. */
export const softmaxCrossEntropy =
  (labels: readonly number[], classes: number, smoothing: number) =>
  (logits: Numbers): Numbers =>
    Float64Array.from(labels, (label, r) => {
      if (label < 0 || label >= classes) return 0;
      const row = [...logits.subarray(r * classes, (r + 1) * classes)];
      const top = Math.max(...row);
      const norm = top + Math.log(sum(row.map((v) => Math.exp(v - top))));
      const uniform = sum(row.map((v) => norm - v)) / classes;
      return (1 - smoothing) * (norm - row[label]!) + smoothing * uniform;
    });

export interface AttentionSizes {
  readonly batch: number;
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
  readonly depth: number;
  readonly width: number;
  readonly causal: boolean;
  /** 1 where a key is seen, [batch, keys]. */
  readonly mask: readonly number[] | undefined;
}

export const attention =
  (s: AttentionSizes) =>
  (query: Numbers, key: Numbers, value: Numbers): Numbers => {
    const out = new Float64Array(s.batch * s.heads * s.queries * s.width);
    for (let b = 0; b < s.batch * s.heads; b++) {
      for (let i = 0; i < s.queries; i++) {
        const q = b * s.queries + i;
        const image = Math.floor(b / s.heads);
        const seen = range(s.keys).filter(
          (j) => !(s.causal && j > i) && s.mask?.[image * s.keys + j] !== 0,
        );
        const scores = seen.map((j) => {
          const k = b * s.keys + j;
          const terms = range(s.depth).map((d) => query[q * s.depth + d]! * key[k * s.depth + d]!);
          return Math.exp(sum(terms) / Math.sqrt(s.depth));
        });
        const total = sum(scores);
        for (let e = 0; e < s.width; e++) {
          const terms = seen.map((j, n) => scores[n]! * value[(b * s.keys + j) * s.width + e]!);
          out[q * s.width + e] = seen.length === 0 ? 0 : sum(terms) / total;
        }
      }
    }
    return out;
  };

export interface RecurrentSizes {
  readonly time: number;
  readonly inputs: number;
  readonly units: number;
  readonly lengths: readonly number[];
  readonly reverse: boolean;
}

/** Calls `step` for each step that counts, in order, with the rows of x and y. */
function eachStep(
  { time, inputs, units, lengths, reverse }: RecurrentSizes,
  x: Numbers,
  step: (x: Numbers, y: Numbers, first: boolean) => void,
): Numbers {
  const y = new Float64Array(lengths.length * time * units);
  for (const [b, length] of lengths.entries()) {
    for (let i = 0; i < length; i++) {
      const row = b * time + (reverse ? length - 1 - i : i);
      const output = y.subarray(row * units, (row + 1) * units);
      step(x.subarray(row * inputs, (row + 1) * inputs), output, i === 0);
    }
  }
  return y;
}

/** x matrix[rows, columns]. */
const product = (x: Numbers, matrix: Numbers, columns: number): Numbers =>
  new Float64Array(columns).map((_, j) => sum([...x].map((v, i) => v * matrix[i * columns + j]!)));

export const lstm =
  (s: RecurrentSizes) =>
  (x: Numbers, kernel: Numbers, recurrent: Numbers, bias: Numbers): Numbers => {
    const n = s.units;
    let [h, c] = [new Float64Array(n), new Float64Array(n)];
    return eachStep(s, x, (row, y, first) => {
      if (first) [h, c] = [new Float64Array(n), new Float64Array(n)];
      const [fromX, fromH] = [product(row, kernel, 4 * n), product(h, recurrent, 4 * n)];
      const z = fromX.map((v, j) => v + fromH[j]! + bias[j]!);
      c = c.map((old, j) => sigmoid(z[n + j]!) * old + sigmoid(z[j]!) * Math.tanh(z[2 * n + j]!));
      h = c.map((v, j) => sigmoid(z[3 * n + j]!) * Math.tanh(v));
      y.set(h);
    });
  };

export const gru =
  (s: RecurrentSizes) =>
  (
    x: Numbers,
    kernel: Numbers,
    recurrent: Numbers,
    bias: Numbers,
    recurrentBias: Numbers,
  ): Numbers => {
    const n = s.units;
    let h = new Float64Array(n);
    return eachStep(s, x, (row, y, first) => {
      if (first) h = new Float64Array(n);
      const fromX = product(row, kernel, 3 * n).map((v, j) => v + bias[j]!);
      const fromH = product(h, recurrent, 3 * n);
      h = h.map((old, j) => {
        const r = sigmoid(fromX[j]! + fromH[j]!);
        const z = sigmoid(fromX[n + j]! + fromH[n + j]!);
        const candidate = fromX[2 * n + j]! + r * (fromH[2 * n + j]! + recurrentBias[j]!);
        return (1 - z) * Math.tanh(candidate) + z * old;
      });
      y.set(h);
    });
  };

export interface CtcSizes {
  readonly time: number;
  readonly classes: number;
  readonly frames: readonly number[];
  readonly labels: readonly (readonly number[])[];
  readonly blank: number;
}

/** Forward algorithm on probabilities; 0 where no alignment exists. */
export const ctc =
  ({ time, classes, frames, labels, blank }: CtcSizes) =>
  (logits: Numbers): Numbers =>
    Float64Array.from(labels, (label, b) => {
      const states = [blank, ...label.flatMap((k) => [k, blank])];
      let alpha = states.map(() => 0);
      for (let t = 0; t < frames[b]!; t++) {
        const at = (b * time + t) * classes;
        const e = [...logits.subarray(at, at + classes)].map(Math.exp);
        const norm = sum(e);
        alpha = states.map((k, s) => {
          const skips = k !== blank && k !== states[s - 2];
          const before =
            t === 0
              ? Number(s < 2)
              : alpha[s]! + (alpha[s - 1] ?? 0) + (skips ? (alpha[s - 2] ?? 0) : 0);
          return (before * e[k]!) / norm;
        });
      }
      const total = sum(alpha.slice(-2));
      return total > 0 ? -Math.log(total) : 0;
    });
