/** Dropout from Threefry-2x32 with 13 rounds (Salmon et al. 2011), the same bits as `harness/nn/threefry.ts`. */
import { loadFirst, storeFirst } from '../map';

/**
 * y = x kept where the number drawn for the element is at least `threshold`, else x 0. Numbers 2 i and 2 i + 1 are the words of
 * the block with counter (i, 0) and key (key0, key1).
 */
export function dropout(x: usize, y: usize, count: i32, key0: i32, key1: i32, threshold: i32, kept: f32): void {
  const key2 = key0 ^ key1 ^ 0x1bd11bda;
  const limit = i32x4.splat(threshold), factor = f32x4.splat(kept);
  let counter = i32x4(0, 1, 2, 3);
  for (; count > 0; count -= 8) {
    let x0 = i32x4.add(counter, i32x4.splat(key0)), x1 = i32x4.splat(key1);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotate(x1, 13), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotate(x1, 15), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotate(x1, 26), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotate(x1, 6), x0);
    x0 = i32x4.add(x0, i32x4.splat(key1)); x1 = i32x4.add(x1, i32x4.splat(key2 + 1));
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotate(x1, 17), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotate(x1, 29), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotate(x1, 16), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotate(x1, 24), x0);
    x0 = i32x4.add(x0, i32x4.splat(key2)); x1 = i32x4.add(x1, i32x4.splat(key0 + 2));
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotate(x1, 13), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotate(x1, 15), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotate(x1, 26), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotate(x1, 6), x0);
    x0 = i32x4.add(x0, i32x4.splat(key0)); x1 = i32x4.add(x1, i32x4.splat(key1 + 3));
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotate(x1, 17), x0);
    const left = v128.and(factor, i32x4.ge_u(v128.shuffle<i32>(x0, x1, 0, 4, 1, 5), limit));
    const right = v128.and(factor, i32x4.ge_u(v128.shuffle<i32>(x0, x1, 2, 6, 3, 7), limit));
    if (count >= 4) v128.store(y, f32x4.mul(v128.load(x), left));
    else storeFirst(y, f32x4.mul(loadFirst(x, count), left), count);
    if (count >= 8) v128.store(y, f32x4.mul(v128.load(x, 16), right), 16);
    else if (count > 4) storeFirst(y + 16, f32x4.mul(loadFirst(x + 16, count - 4), right), count - 4);
    counter = i32x4.add(counter, i32x4.splat(4));
    x += 32;
    y += 32;
  }
}

@inline function rotate(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}
