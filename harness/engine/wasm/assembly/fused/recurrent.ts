/**
 * What LSTM and GRU share: the walk over a sequence x[batch, time, inputs], forward and back. All buffers are [batch, time, ...]:
 * a step reads and writes rows that lie `time` rows apart, so nothing is transposed. Products of a step go to a dense block
 * first: rows a power of two apart would fall into the same few lines of the cache. Recurrent weights are packed once a call.
 *
 * A cell is a class with inlined methods, as in `map.ts`:
 *
 *     gates       number of gates
 *     old         address of what a step starts from, besides the hidden products
 *     advance     activates the gates of one sequence and moves its state a step
 *     rest        what a step that does not count keeps
 *     retreat     the gradient of `advance`
 *     stop        the gradient of `rest`: none passes through it
 */
import { gemm, gemmPacked, packAll, packedBytes } from '../gemm';
import { sumAxis } from '../reduce';

/** Whether step t of sequence b counts; address 0: all do. */
@inline function counts(lengths: usize, b: i32, t: i32): bool {
  return lengths == 0 || t < i32.load(lengths + (<usize>b << 2));
}

/** Bytes of working memory of a forward pass with this many gates: the packed weights, and the hidden products of a step. */
export function recurrentBytes(gates: i32, batch: i32, units: i32): i32 {
  return packedBytes(units, gates * units) + batch * gates * units * 4;
}

/** Bytes of working memory of a backward pass: the packed weights, and two states of each sequence. */
export function recurrentGradBytes(gates: i32, batch: i32, units: i32): i32 {
  return packedBytes(gates * units, units) + 2 * batch * units * 4;
}

/**
 * y[batch, time, units]; `lengths` holds the steps that count in each sequence (address 0: all); other steps give zeros and leave
 * the state alone. `gates` holds the products with x and becomes the activated gates. `kept` is what the cell keeps of a step,
 * `previous` the output before each step. `bias` is added in the cell. `work` has `recurrentBytes`.
 */
@inline export function walk<Cell>(
  recurrent: usize, bias: usize, lengths: usize, y: usize, gates: usize, kept: usize, previous: usize, work: usize,
  batch: i32, time: i32, units: i32, reverse: bool,
): void {
  const cell = changetype<Cell>(0), width = cell.gates() * units;
  const unitBytes = <usize>units << 2, gateBytes = <usize>width << 2;
  const hidden = work + packedBytes(units, width);
  packAll(work, recurrent, false, width, units, width);
  memory.fill(hidden, 0, <usize>batch * gateBytes);
  const first = reverse ? time - 1 : 0, stride = reverse ? -1 : 1;
  for (let i = 0; i < time; i++) {
    const t = first + i * stride;
    if (i > 0) gemmPacked(batch, width, units, previous + <usize>t * unitBytes, time * units, work, hidden, width, false);
    for (let b = 0; b < batch; b++) {
      const row = <usize>(b * time + t), at = row * unitBytes;
      if (i == 0) memory.fill(previous + at, 0, unitBytes);
      const old = cell.old(previous + at, kept + at - stride * unitBytes, i == 0);
      const nextState = i + 1 < time ? previous + at + stride * unitBytes : 0;
      if (counts(lengths, b, t)) {
        cell.advance(gates + row * gateBytes, hidden + <usize>b * gateBytes, bias, old, kept + at, y + at, units);
        if (nextState != 0) memory.copy(nextState, y + at, unitBytes);
      } else {
        cell.rest(kept + at, old, unitBytes);
        memory.fill(y + at, 0, unitBytes);
        if (nextState != 0) memory.copy(nextState, previous + at, unitBytes);
      }
    }
  }
}

/**
 * Gradients by backpropagation through time. `dgates` and `dhidden` [batch, time, gates units] are the gradients of the gates'
 * input and recurrent parts, one buffer where the cell does not tell them apart. `work` has `recurrentGradBytes`.
 */
@inline export function walkBack<Cell>(
  x: usize, kernel: usize, recurrent: usize, lengths: usize, gates: usize, kept: usize, previous: usize, dy: usize,
  dx: usize, dkernel: usize, drecurrent: usize, dbias: usize, dgates: usize, dhidden: usize, work: usize,
  batch: i32, time: i32, inputs: i32, units: i32, reverse: bool,
): void {
  const cell = changetype<Cell>(0), width = cell.gates() * units, rows = batch * time;
  const unitBytes = <usize>units << 2, gateBytes = <usize>width << 2;
  const dstate = work + packedBytes(width, units), dcell = dstate + <usize>batch * unitBytes;
  packAll(work, recurrent, true, width, width, units);
  memory.fill(dstate, 0, 2 * <usize>batch * unitBytes);
  const first = reverse ? time - 1 : 0, stride = reverse ? -1 : 1;
  for (let i = time - 1; i >= 0; i--) {
    const t = first + i * stride;
    if (i + 1 < time) {
      const after = dhidden + <usize>(t + stride) * gateBytes;
      gemmPacked(batch, units, width, after, time * width, work, dstate, units, cell.passesBy());
    }
    for (let b = 0; b < batch; b++) {
      const row = <usize>(b * time + t), at = row * unitBytes, own = <usize>b * unitBytes;
      const dg = dgates + row * gateBytes, dh = dhidden + row * gateBytes;
      if (counts(lengths, b, t)) {
        const old = cell.old(previous + at, kept + at - stride * unitBytes, i == 0);
        cell.retreat(gates + row * gateBytes, old, kept + at, dy + at, dstate + own, dcell + own, dg, dh, units);
      } else {
        // Steps that do not count come last in time, or first when reversed: no gradient passes through them.
        memory.fill(dg, 0, gateBytes);
        memory.fill(dh, 0, gateBytes);
        memory.fill(dstate + own, 0, unitBytes);
        memory.fill(dcell + own, 0, unitBytes);
      }
    }
  }
  gemm(false, true, rows, inputs, width, dgates, width, kernel, width, dx, inputs, false);
  gemm(true, false, inputs, width, rows, x, inputs, dgates, width, dkernel, width, false);
  gemm(true, false, units, width, rows, previous, units, dhidden, width, drecurrent, width, false);
  sumAxis(dgates, dbias, 1, rows, width, 1);
}
