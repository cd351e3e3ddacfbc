/** Cross-entropies with their gradients. */
import { load, map2, map3, maxLanes, store, sumLanes } from '../map';
import { exp4, log1p4, log4, sigmoid4 } from '../math';

/**
 * losses[rows] = -sum over classes of target log softmax(logits[rows, classes]), where the target is (1 - smoothing) for the
 * label plus smoothing / classes for every class. A row whose label lies outside [0, classes) has loss 0.
 * `residual[rows, 2]` keeps the row's largest logit and 1 / sum of exp(logit - largest).
 */
export function softmaxCrossEntropy(
  logits: usize, labels: usize, losses: usize, residual: usize, rows: i32, classes: i32, smoothing: f32,
): void {
  const rowBytes = <usize>classes << 2;
  for (let r = 0; r < rows; r++) {
    const largest = maxOfRow(logits, classes), top = f32x4.splat(largest);
    let sum = f32x4.splat(0), gaps = f32x4.splat(0);
    let j = 0;
    for (; j + 4 <= classes; j += 4) {
      const gap = f32x4.sub(v128.load(logits + (<usize>j << 2)), top);
      gaps = f32x4.sub(gaps, gap);
      sum = f32x4.add(sum, exp4(gap));
    }
    let total = sumLanes(sum), distance = sumLanes(gaps);
    for (; j < classes; j++) {
      const gap = f32.load(logits + (<usize>j << 2)) - largest;
      distance -= gap;
      total += f32x4.extract_lane(exp4(f32x4.splat(gap)), 0);
    }
    const label = i32.load(labels);
    if (<u32>label < <u32>classes) {
      const own = largest - f32.load(logits + (<usize>label << 2));
      // Without smoothing the other classes must not count, not even as 0 times Infinity.
      const wanted: f32 = smoothing == 0 ? own : (1 - smoothing) * own + (smoothing / <f32>classes) * distance;
      f32.store(losses, wanted + f32x4.extract_lane(log4(f32x4.splat(total)), 0));
    } else {
      f32.store(losses, 0);
    }
    f32.store(residual, largest);
    f32.store(residual, 1 / total, 4);
    logits += rowBytes;
    labels += 4;
    losses += 4;
    residual += 8;
  }
}

@inline function maxOfRow(x: usize, count: i32): f32 {
  let top = f32x4.splat(-Infinity);
  let j = count;
  for (; j >= 4; j -= 4) {
    top = f32x4.pmax(top, v128.load(x));
    x += 16;
  }
  let largest = maxLanes(top);
  for (; j > 0; j--) {
    largest = max(largest, f32.load(x));
    x += 4;
  }
  return largest;
}

/** dlogits = dy (softmax(logits) - target). */
export function softmaxCrossEntropyGrad(
  logits: usize, labels: usize, residual: usize, dy: usize, dlogits: usize, rows: i32, classes: i32, smoothing: f32,
): void {
  const rowBytes = <usize>classes << 2, share: f32 = smoothing / <f32>classes;
  for (let r = 0; r < rows; r++) {
    const label = i32.load(labels);
    if (<u32>label < <u32>classes) {
      const d = f32.load(dy), top = f32x4.splat(f32.load(residual));
      const factor = f32x4.splat(f32.load(residual, 4) * d), offset = f32x4.splat(share * d);
      for (let j = 0; j < classes; j += 4) {
        const at = <usize>j << 2, lanes = classes - j;
        const e = exp4(f32x4.sub(load(logits + at, lanes), top));
        store(dlogits + at, f32x4.sub(f32x4.mul(e, factor), offset), lanes);
      }
      const own = dlogits + (<usize>label << 2);
      f32.store(own, f32.load(own) - (1 - smoothing) * d);
    } else {
      memory.fill(dlogits, 0, rowBytes);
    }
    logits += rowBytes;
    dlogits += rowBytes;
    labels += 4;
    residual += 8;
    dy += 4;
  }
}

/** max(x, 0) - x z + log(1 + exp(-|x|)). */
class SigmoidCrossEntropy {
  @inline apply(x: v128, z: v128): v128 {
    const zero = f32x4.splat(0);
    // pmax(x, 0) keeps NaN; pmax(0, x) would not.
    const linear = f32x4.sub(f32x4.pmax(x, zero), f32x4.mul(x, z));
    return f32x4.add(linear, log1p4(exp4(f32x4.neg(f32x4.abs(x)))));
  }
}

class SigmoidCrossEntropyGrad {
  @inline apply(x: v128, z: v128, dy: v128): v128 {
    return f32x4.mul(dy, f32x4.sub(sigmoid4(x), z));
  }
}

export function sigmoidCrossEntropy(logits: usize, labels: usize, losses: usize, count: i32): void {
  map2<SigmoidCrossEntropy>(logits, labels, losses, count);
}

export function sigmoidCrossEntropyGrad(
  logits: usize, labels: usize, dy: usize, dlogits: usize, count: i32,
): void {
  map3<SigmoidCrossEntropyGrad>(logits, labels, dy, dlogits, count);
}
