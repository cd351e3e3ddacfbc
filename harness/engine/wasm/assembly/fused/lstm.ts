/**
 * LSTM over sequences x[batch, time, inputs] with gates i, f, g, o. All buffers are [batch, time, ...]: a step reads and writes
 * rows that lie `time` rows apart, so nothing is transposed. Products of a step go to a dense block first: rows a power of two
 * apart would fall into the same few lines of the cache.
 */
import { gemm } from '../gemm';
import { load, store } from '../map';
import { sigmoid4, tanh4 } from '../math';
import { sumAxis } from '../reduce';

/**
 * y[batch, time, units]. `lengths` holds the steps that count in each sequence (address 0: all); other steps give zeros and
 * leave the state alone. Kept for the gradient: `gates` (activated), `cells` and `previous`, the output before each step.
 * `hidden` [batch, 4 units] is working memory.
 */
export function lstm(
  x: usize, kernel: usize, recurrent: usize, bias: usize, lengths: usize,
  y: usize, gates: usize, cells: usize, previous: usize, hidden: usize,
  batch: i32, time: i32, inputs: i32, units: i32, reverse: bool,
): void {
  const width = 4 * units, unitBytes = <usize>units << 2, gateBytes = <usize>width << 2;
  gemm(false, false, batch * time, width, inputs, x, inputs, kernel, width, gates, width, false);
  memory.fill(hidden, 0, <usize>batch * gateBytes);
  const first = reverse ? time - 1 : 0, stride = reverse ? -1 : 1;
  for (let i = 0; i < time; i++) {
    const t = first + i * stride;
    if (i > 0) {
      const state = previous + <usize>t * unitBytes;
      gemm(false, false, batch, width, units, state, time * units, recurrent, width, hidden, width, false);
    }
    for (let b = 0; b < batch; b++) {
      const row = <usize>(b * time + t), at = row * unitBytes;
      if (i == 0) memory.fill(previous + at, 0, unitBytes);
      // Before the first step the cell is zero, and so is `previous`.
      const oldCell = i == 0 ? previous + at : cells + at - stride * unitBytes;
      const nextState = i + 1 < time ? previous + at + stride * unitBytes : 0;
      if (lengths == 0 || t < i32.load(lengths + (<usize>b << 2))) {
        const own = hidden + <usize>b * gateBytes;
        advance(gates + row * gateBytes, own, bias, oldCell, cells + at, y + at, units);
        if (nextState != 0) memory.copy(nextState, y + at, unitBytes);
      } else {
        memory.copy(cells + at, oldCell, unitBytes);
        memory.fill(y + at, 0, unitBytes);
        if (nextState != 0) memory.copy(nextState, previous + at, unitBytes);
      }
    }
  }
}

/** Activates the gates of one sequence and moves its state a step: c = f c + i g, h = o tanh(c). */
@inline function advance(
  gates: usize, hidden: usize, bias: usize, oldCell: usize, cell: usize, output: usize, units: i32,
): void {
  const block = <usize>units << 2;
  for (let j = 0; j < units; j += 4) {
    const lanes = units - j, at = <usize>j << 2, z = gates + at, h = hidden + at, b = bias + at;
    const i = sigmoid4(sum(z, h, b, lanes));
    const f = sigmoid4(sum(z + block, h + block, b + block, lanes));
    const g = tanh4(sum(z + 2 * block, h + 2 * block, b + 2 * block, lanes));
    const o = sigmoid4(sum(z + 3 * block, h + 3 * block, b + 3 * block, lanes));
    const c = f32x4.add(f32x4.mul(f, load(oldCell + at, lanes)), f32x4.mul(i, g));
    store(z, i, lanes);
    store(z + block, f, lanes);
    store(z + 2 * block, g, lanes);
    store(z + 3 * block, o, lanes);
    store(cell + at, c, lanes);
    store(output + at, f32x4.mul(o, tanh4(c)), lanes);
  }
}

@inline function sum(a: usize, b: usize, c: usize, lanes: i32): v128 {
  return f32x4.add(f32x4.add(load(a, lanes), load(c, lanes)), load(b, lanes));
}

/**
 * Gradients by backpropagation through time. `dgates` [batch, time, 4 units] and `states` [2, batch, units] are working memory.
 */
export function lstmGrad(
  x: usize, kernel: usize, recurrent: usize, lengths: usize, gates: usize, cells: usize, previous: usize, dy: usize,
  dx: usize, dkernel: usize, drecurrent: usize, dbias: usize, dgates: usize, states: usize,
  batch: i32, time: i32, inputs: i32, units: i32, reverse: bool,
): void {
  const width = 4 * units, rows = batch * time, unitBytes = <usize>units << 2, gateBytes = <usize>width << 2;
  const dstate = states, dcell = states + <usize>batch * unitBytes;
  memory.fill(states, 0, 2 * <usize>batch * unitBytes);
  const first = reverse ? time - 1 : 0, stride = reverse ? -1 : 1;
  for (let i = time - 1; i >= 0; i--) {
    const t = first + i * stride;
    if (i + 1 < time) {
      const after = dgates + <usize>(t + stride) * gateBytes;
      gemm(false, true, batch, units, width, after, time * width, recurrent, width, dstate, units, false);
    }
    for (let b = 0; b < batch; b++) {
      const row = <usize>(b * time + t), at = row * unitBytes, own = <usize>b * unitBytes;
      const dz = dgates + row * gateBytes;
      if (lengths == 0 || t < i32.load(lengths + (<usize>b << 2))) {
        const oldCell = i == 0 ? previous + at : cells + at - stride * unitBytes;
        retreat(gates + row * gateBytes, oldCell, cells + at, dy + at, dstate + own, dcell + own, dz, units);
      } else {
        // Steps that do not count come last in time, or first when reversed: no gradient passes through them.
        memory.fill(dz, 0, gateBytes);
        memory.fill(dcell + own, 0, unitBytes);
      }
    }
  }
  gemm(false, true, rows, inputs, width, dgates, width, kernel, width, dx, inputs, false);
  gemm(true, false, inputs, width, rows, x, inputs, dgates, width, dkernel, width, false);
  gemm(true, false, units, width, rows, previous, units, dgates, width, drecurrent, width, false);
  sumAxis(dgates, dbias, 1, rows, width, 1);
}

/** The gradient of `advance`: fills dz, and turns dcell into the gradient of the old cell. */
@inline function retreat(
  gates: usize, oldCell: usize, cell: usize, dy: usize, dstate: usize, dcell: usize, dz: usize, units: i32,
): void {
  const block = <usize>units << 2, one = f32x4.splat(1);
  for (let j = 0; j < units; j += 4) {
    const lanes = units - j, at = <usize>j << 2, a = gates + at, out = dz + at;
    const i = load(a, lanes), f = load(a + block, lanes), g = load(a + 2 * block, lanes), o = load(a + 3 * block, lanes);
    const tanh = tanh4(load(cell + at, lanes));
    const dh = f32x4.add(load(dy + at, lanes), load(dstate + at, lanes));
    const through = f32x4.mul(f32x4.mul(dh, o), f32x4.sub(one, f32x4.mul(tanh, tanh)));
    const dc = f32x4.add(load(dcell + at, lanes), through);
    store(out, f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one, i))), lanes);
    const old = load(oldCell + at, lanes);
    store(out + block, f32x4.mul(f32x4.mul(dc, old), f32x4.mul(f, f32x4.sub(one, f))), lanes);
    store(out + 2 * block, f32x4.mul(f32x4.mul(dc, i), f32x4.sub(one, f32x4.mul(g, g))), lanes);
    store(out + 3 * block, f32x4.mul(f32x4.mul(dh, tanh), f32x4.mul(o, f32x4.sub(one, o))), lanes);
    store(dcell + at, f32x4.mul(dc, f), lanes);
  }
}
