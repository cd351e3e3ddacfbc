/**
 * Connectionist temporal classification (Graves et al. 2006), forward and backward in log space. States are blank, label, blank,
 * ..., blank. Rows of states begin with 4 and end with at least 4 impossible ones, so that neighbours need no test.
 */
import { load, maxLanes, store, sumLanes } from '../map';
import { exp4, log4, logNormal4 } from '../math';

/** Stands for log 0; finite, so that differences are numbers. */
@inline const NEVER: f32 = -1e30;
@inline const PAD: i32 = 4;

/** Floats in a row of states for so many labels. */
export function ctcRow(labels: i32): i32 {
  return 2 * PAD + ((2 * labels + 1 + 3) & ~3);
}

/**
 * losses[batch] for logits[batch, time, classes]. Kept for the gradient: `alphas` [batch, time, ctcRow], the log probability of
 * all ways to be in a state after a frame, `norms` [batch, time], log sum exp of each frame, and `totals` [batch].
 * `scratch` has room for 2 ctcRow floats.
 */
export function ctc(
  logits: usize, frameCounts: usize, labels: usize, labelCounts: usize,
  losses: usize, alphas: usize, norms: usize, totals: usize, scratch: usize,
  batch: i32, time: i32, classes: i32, maxLabels: i32, blank: i32,
): void {
  const row = ctcRow(maxLabels), rowBytes = <usize>row << 2;
  const emitted = scratch, skips = scratch + rowBytes;
  for (let b = 0; b < batch; b++) {
    const own = labels + (<usize>(b * maxLabels) << 2);
    const frames = min(time, i32.load(frameCounts + (<usize>b << 2)));
    const count = 2 * min(maxLabels, i32.load(labelCounts + (<usize>b << 2))) + 1;
    // 0, or NaN once a frame has no norm: comparisons in the recursion would lose a NaN.
    let nothing: f32 = 0;
    writeSkips(skips, own, count, blank, row);
    for (let t = 0; t < frames; t++) {
      const frame = <usize>(b * time + t), x = logits + ((frame * classes) << 2), alpha = alphas + frame * rowBytes;
      const norm = logSumExp(x, classes);
      f32.store(norms + (frame << 2), norm);
      nothing += norm * 0;
      writeEmissions(emitted, x, own, count, blank, classes, norm, row);
      if (t == 0) {
        fill(alpha, NEVER, row);
        for (let s = 0; s < min(2, count); s++) copyState(alpha, emitted, s);
      } else {
        advance(alpha - rowBytes, alpha, emitted, skips, row);
      }
    }
    const last = alphas + (<usize>(b * time + frames - 1)) * rowBytes;
    const total: f32 = frames > 0 ? logAddEnds(last, count) + nothing : NEVER;
    f32.store(totals + (<usize>b << 2), total);
    // A total of NaN is not below the bound and stays visible.
    f32.store(losses + (<usize>b << 2), total < NEVER / 2 ? 0 : -total);
  }
}

/** 0 where a state may be entered from two before it, else NEVER. */
function writeSkips(skips: usize, labels: usize, count: i32, blank: i32, row: i32): void {
  fill(skips, NEVER, row);
  for (let s = 3; s < count; s += 2) {
    const label = labels + (<usize>(s >> 1) << 2);
    const same = i32.load(label) == i32.load(label - 4) || i32.load(label) == blank;
    if (!same) f32.store(skips + (<usize>(PAD + s) << 2), 0);
  }
}

/** Log probability of each state's class; NEVER for states that are none and classes that are none. */
function writeEmissions(
  emitted: usize, logits: usize, labels: usize, count: i32, blank: i32, classes: i32, norm: f32, row: i32,
): void {
  fill(emitted, NEVER, row);
  const silence = f32.load(logits + (<usize>blank << 2)) - norm;
  let out = emitted + (PAD << 2);
  for (let s = 0; s < count; s++) {
    const label = i32.load(labels + (<usize>(s >> 1) << 2));
    if ((s & 1) == 0) f32.store(out, silence);
    else if (<u32>label < <u32>classes) f32.store(out, f32.load(logits + (<usize>label << 2)) - norm);
    out += 4;
  }
}

/** alpha[s] = emitted[s] + log(e^before[s] + e^before[s-1] + e^(before[s-2] + skips[s])). */
function advance(before: usize, alpha: usize, emitted: usize, skips: usize, row: i32): void {
  fill(alpha, NEVER, PAD);
  fill(alpha + (<usize>(row - PAD) << 2), NEVER, PAD);
  for (let at: usize = PAD << 2; at < <usize>(row - PAD) << 2; at += 16) {
    const stay = v128.load(before + at), step = v128.load(before + at - 4);
    const skip = f32x4.add(v128.load(before + at - 8), v128.load(skips + at));
    v128.store(alpha + at, f32x4.add(logAdd(stay, step, skip), v128.load(emitted + at)));
  }
}

/** log(e^a + e^b + e^c) of numbers. */
@inline function logAdd(a: v128, b: v128, c: v128): v128 {
  const high = f32x4.pmax(a, b), low = f32x4.pmin(a, b);
  const top = f32x4.pmax(high, c), middle = f32x4.pmin(high, c);
  const rest = f32x4.add(exp4(f32x4.sub(middle, top)), exp4(f32x4.sub(low, top)));
  return f32x4.add(top, logNormal4(f32x4.add(f32x4.splat(1), rest)));
}

/** log of the sum over the last two states, or over the only one. */
function logAddEnds(alpha: usize, count: i32): f32 {
  const end = alpha + (<usize>(PAD + count - 1) << 2);
  const a = f32x4.splat(f32.load(end)), b = f32x4.splat(count > 1 ? f32.load(end - 4) : NEVER);
  return f32x4.extract_lane(logAdd(a, b, f32x4.splat(NEVER)), 0);
}

/**
 * dlogits = dy (softmax(logits) - posterior), 0 for frames that do not count and for examples without any alignment.
 * `scratch` has room for 4 ctcRow floats.
 */
export function ctcGrad(
  logits: usize, frameCounts: usize, labels: usize, labelCounts: usize, alphas: usize, norms: usize, totals: usize, dy: usize,
  dlogits: usize, scratch: usize, batch: i32, time: i32, classes: i32, maxLabels: i32, blank: i32,
): void {
  const row = ctcRow(maxLabels), rowBytes = <usize>row << 2;
  // `entered` is beta of the next frame with that frame's emission.
  const emitted = scratch, skips = emitted + rowBytes, beta = skips + rowBytes, entered = beta + rowBytes;
  memory.fill(dlogits, 0, <usize>(batch * time * classes) << 2);
  for (let b = 0; b < batch; b++) {
    const own = labels + (<usize>(b * maxLabels) << 2);
    const frames = min(time, i32.load(frameCounts + (<usize>b << 2)));
    const count = 2 * min(maxLabels, i32.load(labelCounts + (<usize>b << 2))) + 1;
    const total = f32.load(totals + (<usize>b << 2)), weight = f32.load(dy + (<usize>b << 2));
    if (total < NEVER / 2) continue;
    writeSkips(skips, own, count, blank, row);
    for (let t = frames - 1; t >= 0; t--) {
      const frame = <usize>(b * time + t), at = (frame * classes) << 2;
      const norm = f32.load(norms + (frame << 2));
      if (t == frames - 1) {
        fill(beta, NEVER, row);
        for (let s = max(0, count - 2); s < count; s++) f32.store(beta + (<usize>(PAD + s) << 2), 0);
      } else {
        retreat(entered, beta, skips, row);
      }
      writeSoftmax(dlogits + at, logits + at, classes, norm, weight);
      writeEmissions(emitted, logits + at, own, count, blank, classes, norm, row);
      const alpha = alphas + frame * rowBytes;
      for (let s: usize = PAD << 2; s < <usize>(row - PAD) << 2; s += 16) {
        const b4 = v128.load(beta + s);
        const joint = f32x4.add(v128.load(alpha + s), f32x4.sub(b4, f32x4.splat(total)));
        v128.store(entered + s, f32x4.add(b4, v128.load(emitted + s)));
        v128.store(emitted + s, f32x4.mul(exp4(joint), f32x4.splat(weight)));
      }
      fill(entered, NEVER, PAD);
      fill(entered + rowBytes - (PAD << 2), NEVER, PAD);
      subtractPosterior(dlogits + at, emitted, own, count, blank, classes);
    }
  }
}

/** beta[s] = log(e^entered[s] + e^entered[s+1] + e^(entered[s+2] + skips[s+2])). */
function retreat(entered: usize, beta: usize, skips: usize, row: i32): void {
  for (let at: usize = PAD << 2; at < <usize>(row - PAD) << 2; at += 16) {
    const stay = v128.load(entered + at), step = v128.load(entered + at + 4);
    const skip = f32x4.add(v128.load(entered + at + 8), v128.load(skips + at + 8));
    v128.store(beta + at, logAdd(stay, step, skip));
  }
}

/** out = weight e^(logits - norm). */
@inline function writeSoftmax(out: usize, logits: usize, classes: i32, norm: f32, weight: f32): void {
  const shift = f32x4.splat(norm), factor = f32x4.splat(weight);
  for (let j = 0; j < classes; j += 4) {
    const at = <usize>j << 2, lanes = classes - j;
    store(out + at, f32x4.mul(exp4(f32x4.sub(load(logits + at, lanes), shift)), factor), lanes);
  }
}

/** Takes each state's posterior from its class. */
function subtractPosterior(out: usize, posterior: usize, labels: usize, count: i32, blank: i32, classes: i32): void {
  for (let s = 0; s < count; s++) {
    const label = (s & 1) == 0 ? blank : i32.load(labels + (<usize>(s >> 1) << 2));
    if (<u32>label >= <u32>classes) continue;
    const at = out + (<usize>label << 2);
    f32.store(at, f32.load(at) - f32.load(posterior + (<usize>(PAD + s) << 2)));
  }
}

function logSumExp(x: usize, count: i32): f32 {
  let top = f32x4.splat(-Infinity), j = 0;
  for (; j + 4 <= count; j += 4) top = f32x4.pmax(top, v128.load(x + (<usize>j << 2)));
  let largest = maxLanes(top);
  for (; j < count; j++) largest = max(largest, f32.load(x + (<usize>j << 2)));
  let sum = f32x4.splat(0);
  const shift = f32x4.splat(largest);
  for (j = 0; j + 4 <= count; j += 4) sum = f32x4.add(sum, exp4(f32x4.sub(v128.load(x + (<usize>j << 2)), shift)));
  let total = sumLanes(sum);
  for (; j < count; j++) total += f32x4.extract_lane(exp4(f32x4.splat(f32.load(x + (<usize>j << 2)) - largest)), 0);
  return largest + f32x4.extract_lane(log4(f32x4.splat(total)), 0);
}

@inline function copyState(to: usize, from: usize, state: i32): void {
  const at = <usize>(PAD + state) << 2;
  f32.store(to + at, f32.load(from + at));
}

/** Multiples of 4 only. */
@inline function fill(x: usize, value: f32, count: i32): void {
  const v = f32x4.splat(value);
  for (let j = 0; j < count; j += 4) v128.store(x + (<usize>j << 2), v);
}
