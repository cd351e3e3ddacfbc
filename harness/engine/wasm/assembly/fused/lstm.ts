/** LSTM over sequences x[batch, time, inputs] with gates i, f, g, o. */
import { gemm } from '../gemm';
import { load, store } from '../map';
import { sigmoid4, tanh4 } from '../math';
import { walk, walkBack } from './recurrent';

/**
 * y[batch, time, units]; `lengths`, `previous` and `work` as for `walk`. Kept for the gradient: `gates` (activated), `cells` and
 * `previous`.
 */
export function lstm(
  x: usize, kernel: usize, recurrent: usize, bias: usize, lengths: usize,
  y: usize, gates: usize, cells: usize, previous: usize, work: usize,
  batch: i32, time: i32, inputs: i32, units: i32, reverse: bool,
): void {
  const width = 4 * units;
  gemm(false, false, batch * time, width, inputs, x, inputs, kernel, width, gates, width, false);
  walk<Lstm>(recurrent, bias, lengths, y, gates, cells, previous, work, batch, time, units, reverse);
}

/** Gradients by backpropagation through time; `dgates` [batch, time, 4 units] and `work` as for `walkBack`. */
export function lstmGrad(
  x: usize, kernel: usize, recurrent: usize, lengths: usize, gates: usize, cells: usize, previous: usize, dy: usize,
  dx: usize, dkernel: usize, drecurrent: usize, dbias: usize, dgates: usize, work: usize,
  batch: i32, time: i32, inputs: i32, units: i32, reverse: bool,
): void {
  walkBack<Lstm>(
    x, kernel, recurrent, lengths, gates, cells, previous, dy,
    dx, dkernel, drecurrent, dbias, dgates, dgates, work, batch, time, inputs, units, reverse,
  );
}

class Lstm {
  @inline gates(): i32 {
    return 4;
  }

  /** The cell before the step. Before the first it is zero, and so is `previous`. */
  @inline old(previous: usize, cell: usize, first: bool): usize {
    return first ? previous : cell;
  }

  /** c = f c + i g, h = o tanh(c). */
  @inline advance(
    gates: usize, hidden: usize, bias: usize, old: usize, cell: usize, output: usize, units: i32,
  ): void {
    const block = <usize>units << 2, rest = units & 3, end = <usize>(units - rest) << 2;
    let at: usize = 0;
    for (; at < end; at += 16) activate(gates + at, hidden + at, bias + at, old + at, cell + at, output + at, block, 4);
    if (rest > 0) activate(gates + at, hidden + at, bias + at, old + at, cell + at, output + at, block, rest);
  }

  @inline rest(cell: usize, old: usize, bytes: usize): void {
    memory.copy(cell, old, bytes);
  }

  /** The whole state passes through the gates. */
  @inline passesBy(): bool {
    return false;
  }

  /** Fills dz, and turns dcell into the gradient of the old cell. */
  @inline retreat(
    gates: usize, old: usize, cell: usize, dy: usize, dstate: usize, dcell: usize, dz: usize, _same: usize, units: i32,
  ): void {
    const block = <usize>units << 2, rest = units & 3, end = <usize>(units - rest) << 2;
    let at: usize = 0;
    for (; at < end; at += 16) {
      differentiate(gates + at, old + at, cell + at, dy + at, dstate + at, dcell + at, dz + at, block, 4);
    }
    if (rest > 0) {
      differentiate(gates + at, old + at, cell + at, dy + at, dstate + at, dcell + at, dz + at, block, rest);
    }
  }
}

/** Four units; gates lie `block` bytes apart. With the constant 4 for `lanes` no branch is left. */
@inline function activate(
  z: usize, h: usize, b: usize, old: usize, cell: usize, output: usize, block: usize, lanes: i32,
): void {
  const i = sigmoid4(sum(z, h, b, lanes));
  const f = sigmoid4(sum(z + block, h + block, b + block, lanes));
  const g = tanh4(sum(z + 2 * block, h + 2 * block, b + 2 * block, lanes));
  const o = sigmoid4(sum(z + 3 * block, h + 3 * block, b + 3 * block, lanes));
  const c = f32x4.add(f32x4.mul(f, load(old, lanes)), f32x4.mul(i, g));
  store(z, i, lanes);
  store(z + block, f, lanes);
  store(z + 2 * block, g, lanes);
  store(z + 3 * block, o, lanes);
  store(cell, c, lanes);
  store(output, f32x4.mul(o, tanh4(c)), lanes);
}

@inline function differentiate(
  a: usize, old: usize, cell: usize, dy: usize, dstate: usize, dcell: usize, dz: usize, block: usize, lanes: i32,
): void {
  const one = f32x4.splat(1);
  const i = load(a, lanes), f = load(a + block, lanes), g = load(a + 2 * block, lanes), o = load(a + 3 * block, lanes);
  const tanh = tanh4(load(cell, lanes));
  const dh = f32x4.add(load(dy, lanes), load(dstate, lanes));
  const through = f32x4.mul(f32x4.mul(dh, o), f32x4.sub(one, f32x4.mul(tanh, tanh)));
  const dc = f32x4.add(load(dcell, lanes), through);
  store(dz, f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one, i))), lanes);
  const c = load(old, lanes);
  store(dz + block, f32x4.mul(f32x4.mul(dc, c), f32x4.mul(f, f32x4.sub(one, f))), lanes);
  store(dz + 2 * block, f32x4.mul(f32x4.mul(dc, i), f32x4.sub(one, f32x4.mul(g, g))), lanes);
  store(dz + 3 * block, f32x4.mul(f32x4.mul(dh, tanh), f32x4.mul(o, f32x4.sub(one, o))), lanes);
  store(dcell, f32x4.mul(dc, f), lanes);
}

@inline function sum(a: usize, b: usize, c: usize, lanes: i32): v128 {
  return f32x4.add(f32x4.add(load(a, lanes), load(c, lanes)), load(b, lanes));
}
