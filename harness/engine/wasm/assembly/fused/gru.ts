/**
 * GRU over sequences x[batch, time, inputs] with gates r, z, n, the reset gate after the matrix product:
 * n = tanh(x_n + r (h_n + recurrentBias)), h = n + z (h - n). Buffers lie as in `lstm.ts`.
 */
import { gemm } from '../gemm';
import { load, store } from '../map';
import { sigmoid4, tanh4 } from '../math';
import { sumAxis } from '../reduce';

/**
 * y[batch, time, units]; `lengths` as for `lstm`. Kept for the gradient: `gates` (activated), `inner`, which is
 * h_n + recurrentBias, and `previous`, the state before each step. `hidden` [batch, 3 units] is working memory.
 */
export function gru(
  x: usize, kernel: usize, recurrent: usize, bias: usize, recurrentBias: usize, lengths: usize,
  y: usize, gates: usize, inner: usize, previous: usize, hidden: usize,
  batch: i32, time: i32, inputs: i32, units: i32, reverse: bool,
): void {
  const width = 3 * units, unitBytes = <usize>units << 2, gateBytes = <usize>width << 2;
  for (let r = 0; r < batch * time; r++) memory.copy(gates + <usize>r * gateBytes, bias, gateBytes);
  gemm(false, false, batch * time, width, inputs, x, inputs, kernel, width, gates, width, true);
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
      const nextState = i + 1 < time ? previous + at + stride * unitBytes : 0;
      if (lengths == 0 || t < i32.load(lengths + (<usize>b << 2))) {
        const own = hidden + <usize>b * gateBytes;
        advance(gates + row * gateBytes, own, recurrentBias, previous + at, inner + at, y + at, units);
        if (nextState != 0) memory.copy(nextState, y + at, unitBytes);
      } else {
        memory.fill(inner + at, 0, unitBytes);
        memory.fill(y + at, 0, unitBytes);
        if (nextState != 0) memory.copy(nextState, previous + at, unitBytes);
      }
    }
  }
}

/** Activates the gates of one sequence and moves its state a step. */
@inline function advance(
  gates: usize, hidden: usize, recurrentBias: usize, state: usize, inner: usize, output: usize, units: i32,
): void {
  const block = <usize>units << 2;
  for (let j = 0; j < units; j += 4) {
    const lanes = units - j, at = <usize>j << 2, a = gates + at, h = hidden + at;
    const r = sigmoid4(f32x4.add(load(a, lanes), load(h, lanes)));
    const z = sigmoid4(f32x4.add(load(a + block, lanes), load(h + block, lanes)));
    const own = f32x4.add(load(h + 2 * block, lanes), load(recurrentBias + at, lanes));
    const n = tanh4(f32x4.add(load(a + 2 * block, lanes), f32x4.mul(r, own)));
    store(a, r, lanes);
    store(a + block, z, lanes);
    store(a + 2 * block, n, lanes);
    store(inner + at, own, lanes);
    store(output + at, f32x4.add(n, f32x4.mul(z, f32x4.sub(load(state + at, lanes), n))), lanes);
  }
}

/**
 * Gradients by backpropagation through time. Working memory: `dgates` and `dhidden` [batch, time, 3 units], gradients of the
 * gates' input and recurrent parts; `dstate` [batch, units]. `drecurrentBias` has room for 3 units; the last third counts.
 */
export function gruGrad(
  x: usize, kernel: usize, recurrent: usize, lengths: usize, gates: usize, inner: usize, previous: usize, dy: usize,
  dx: usize, dkernel: usize, drecurrent: usize, dbias: usize, drecurrentBias: usize,
  dgates: usize, dhidden: usize, dstate: usize,
  batch: i32, time: i32, inputs: i32, units: i32, reverse: bool,
): void {
  const width = 3 * units, rows = batch * time, unitBytes = <usize>units << 2, gateBytes = <usize>width << 2;
  memory.fill(dstate, 0, <usize>batch * unitBytes);
  const first = reverse ? time - 1 : 0, stride = reverse ? -1 : 1;
  for (let i = time - 1; i >= 0; i--) {
    const t = first + i * stride;
    if (i + 1 < time) {
      // `dstate` already holds the part that passes by the gates.
      const after = dhidden + <usize>(t + stride) * gateBytes;
      gemm(false, true, batch, units, width, after, time * width, recurrent, width, dstate, units, true);
    }
    for (let b = 0; b < batch; b++) {
      const row = <usize>(b * time + t), at = row * unitBytes, own = dstate + <usize>b * unitBytes;
      const dg = dgates + row * gateBytes, dh = dhidden + row * gateBytes;
      if (lengths == 0 || t < i32.load(lengths + (<usize>b << 2))) {
        retreat(gates + row * gateBytes, inner + at, previous + at, dy + at, own, dg, dh, units);
      } else {
        memory.fill(dg, 0, gateBytes);
        memory.fill(dh, 0, gateBytes);
        memory.fill(own, 0, unitBytes);
      }
    }
  }
  gemm(false, true, rows, inputs, width, dgates, width, kernel, width, dx, inputs, false);
  gemm(true, false, inputs, width, rows, x, inputs, dgates, width, dkernel, width, false);
  gemm(true, false, units, width, rows, previous, units, dhidden, width, drecurrent, width, false);
  sumAxis(dgates, dbias, 1, rows, width, 1);
  sumAxis(dhidden, drecurrentBias, 1, rows, width, 1);
}

/** The gradient of `advance`: fills dgates and dhidden, and turns dstate into what passes by the gates. */
@inline function retreat(
  gates: usize, inner: usize, state: usize, dy: usize, dstate: usize, dgates: usize, dhidden: usize, units: i32,
): void {
  const block = <usize>units << 2, one = f32x4.splat(1);
  for (let j = 0; j < units; j += 4) {
    const lanes = units - j, at = <usize>j << 2, a = gates + at, g = dgates + at, h = dhidden + at;
    const r = load(a, lanes), z = load(a + block, lanes), n = load(a + 2 * block, lanes);
    const d = f32x4.add(load(dy + at, lanes), load(dstate + at, lanes));
    const dn = f32x4.mul(f32x4.mul(d, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
    const gap = f32x4.sub(load(state + at, lanes), n);
    const dz = f32x4.mul(f32x4.mul(d, gap), f32x4.mul(z, f32x4.sub(one, z)));
    const dr = f32x4.mul(f32x4.mul(dn, load(inner + at, lanes)), f32x4.mul(r, f32x4.sub(one, r)));
    store(g, dr, lanes);
    store(g + block, dz, lanes);
    store(g + 2 * block, dn, lanes);
    store(h, dr, lanes);
    store(h + block, dz, lanes);
    store(h + 2 * block, f32x4.mul(dn, r), lanes);
    store(dstate + at, f32x4.mul(d, z), lanes);
  }
}
