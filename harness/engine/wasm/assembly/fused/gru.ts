/**
 * GRU over sequences x[batch, time, inputs] with gates r, z, n, the reset gate after the matrix product:
 * n = tanh(x_n + r (h_n + recurrentBias)), h = n + z (h - n).
 */
import { gemm } from '../gemm';
import { load, store } from '../map';
import { sigmoid4, tanh4 } from '../math';
import { sumAxis } from '../reduce';
import { walk, walkBack } from './recurrent';

/**
 * y[batch, time, units]; `lengths`, `previous` and `work` as for `walk`. Kept for the gradient: `gates` (activated), `inner`,
 * which is h_n + recurrentBias, and `previous`, the state before each step.
 */
export function gru(
  x: usize, kernel: usize, recurrent: usize, bias: usize, recurrentBias: usize, lengths: usize,
  y: usize, gates: usize, inner: usize, previous: usize, work: usize,
  batch: i32, time: i32, inputs: i32, units: i32, reverse: bool,
): void {
  const width = 3 * units, gateBytes = <usize>width << 2;
  for (let r = 0; r < batch * time; r++) memory.copy(gates + <usize>r * gateBytes, bias, gateBytes);
  gemm(false, false, batch * time, width, inputs, x, inputs, kernel, width, gates, width, true);
  walk<Gru>(recurrent, recurrentBias, lengths, y, gates, inner, previous, work, batch, time, units, reverse);
}

/**
 * Gradients by backpropagation through time; `dgates` and `dhidden` [batch, time, 3 units] and `work` as for `walkBack`.
 * `drecurrentBias` has room for 3 units; the last third counts.
 */
export function gruGrad(
  x: usize, kernel: usize, recurrent: usize, lengths: usize, gates: usize, inner: usize, previous: usize, dy: usize,
  dx: usize, dkernel: usize, drecurrent: usize, dbias: usize, drecurrentBias: usize,
  dgates: usize, dhidden: usize, work: usize,
  batch: i32, time: i32, inputs: i32, units: i32, reverse: bool,
): void {
  walkBack<Gru>(
    x, kernel, recurrent, lengths, gates, inner, previous, dy,
    dx, dkernel, drecurrent, dbias, dgates, dhidden, work, batch, time, inputs, units, reverse,
  );
  sumAxis(dhidden, drecurrentBias, 1, batch * time, 3 * units, 1);
}

class Gru {
  @inline gates(): i32 {
    return 3;
  }

  @inline old(previous: usize, _inner: usize, _first: bool): usize {
    return previous;
  }

  @inline advance(
    gates: usize, hidden: usize, recurrentBias: usize, state: usize, inner: usize, output: usize, units: i32,
  ): void {
    const block = <usize>units << 2, rest = units & 3, end = <usize>(units - rest) << 2;
    let at: usize = 0;
    for (; at < end; at += 16) {
      activate(gates + at, hidden + at, recurrentBias + at, state + at, inner + at, output + at, block, 4);
    }
    if (rest > 0) activate(gates + at, hidden + at, recurrentBias + at, state + at, inner + at, output + at, block, rest);
  }

  @inline rest(inner: usize, _state: usize, bytes: usize): void {
    memory.fill(inner, 0, bytes);
  }

  /** z of the state passes by the gates, and `retreat` leaves its gradient in dstate. */
  @inline passesBy(): bool {
    return true;
  }

  /** Fills dgates and dhidden, and turns dstate into what passes by the gates. */
  @inline retreat(
    gates: usize, state: usize, inner: usize, dy: usize, dstate: usize, _none: usize, dgates: usize, dhidden: usize, units: i32,
  ): void {
    const block = <usize>units << 2, rest = units & 3, end = <usize>(units - rest) << 2;
    let at: usize = 0;
    for (; at < end; at += 16) {
      differentiate(gates + at, state + at, inner + at, dy + at, dstate + at, dgates + at, dhidden + at, block, 4);
    }
    if (rest > 0) {
      differentiate(gates + at, state + at, inner + at, dy + at, dstate + at, dgates + at, dhidden + at, block, rest);
    }
  }
}

/** Four units; gates lie `block` bytes apart. With the constant 4 for `lanes` no branch is left. */
@inline function activate(
  a: usize, h: usize, recurrentBias: usize, state: usize, inner: usize, output: usize, block: usize, lanes: i32,
): void {
  const r = sigmoid4(f32x4.add(load(a, lanes), load(h, lanes)));
  const z = sigmoid4(f32x4.add(load(a + block, lanes), load(h + block, lanes)));
  const own = f32x4.add(load(h + 2 * block, lanes), load(recurrentBias, lanes));
  const n = tanh4(f32x4.add(load(a + 2 * block, lanes), f32x4.mul(r, own)));
  store(a, r, lanes);
  store(a + block, z, lanes);
  store(a + 2 * block, n, lanes);
  store(inner, own, lanes);
  store(output, f32x4.add(n, f32x4.mul(z, f32x4.sub(load(state, lanes), n))), lanes);
}

@inline function differentiate(
  a: usize, state: usize, inner: usize, dy: usize, dstate: usize, g: usize, h: usize, block: usize, lanes: i32,
): void {
  const one = f32x4.splat(1);
  const r = load(a, lanes), z = load(a + block, lanes), n = load(a + 2 * block, lanes);
  const d = f32x4.add(load(dy, lanes), load(dstate, lanes));
  const dn = f32x4.mul(f32x4.mul(d, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
  const gap = f32x4.sub(load(state, lanes), n);
  const dz = f32x4.mul(f32x4.mul(d, gap), f32x4.mul(z, f32x4.sub(one, z)));
  const dr = f32x4.mul(f32x4.mul(dn, load(inner, lanes)), f32x4.mul(r, f32x4.sub(one, r)));
  store(g, dr, lanes);
  store(g + block, dz, lanes);
  store(g + 2 * block, dn, lanes);
  store(h, dr, lanes);
  store(h + block, dz, lanes);
  store(h + 2 * block, f32x4.mul(dn, r), lanes);
  store(dstate, f32x4.mul(d, z), lanes);
}
