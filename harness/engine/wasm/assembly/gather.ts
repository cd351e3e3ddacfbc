/** Rows picked and added by index: gather, scatter-add, segment sums. Values are 4 bytes wide. */

/** Position of the first index outside [0, limit), or -1. */
export function findBadIndex(indices: usize, count: i32, limit: i32): i32 {
  for (let i = 0; i < count; i++) {
    if (<u32>i32.load(indices + (<usize>i << 2)) >= <u32>limit) return i;
  }
  return -1;
}

/** y[outer, count, inner] = x[outer, indices[count], inner], where x has `size` rows. An index outside [0, size) gives zeros. */
export function gatherRows(
  x: usize, indices: usize, y: usize, outer: i32, size: i32, count: i32, inner: i32,
): void {
  const rowBytes = <usize>inner << 2;
  for (let i = 0; i < outer; i++) {
    for (let j = 0; j < count; j++) {
      const index = i32.load(indices + (<usize>j << 2));
      if (<u32>index < <u32>size) copyRow(y, x + <usize>index * rowBytes, inner);
      else memory.fill(y, 0, rowBytes);
      y += rowBytes;
    }
    x += <usize>size * rowBytes;
  }
}

/**
 * y[outer, indices[count], inner] += x[outer, count, inner] into zeros, in the order of the indices. Indices outside
 * [0, size) are left out.
 */
export function scatterAddRows(
  x: usize, indices: usize, y: usize, outer: i32, size: i32, count: i32, inner: i32,
): void {
  const rowBytes = <usize>inner << 2;
  memory.fill(y, 0, <usize>(outer * size) * rowBytes);
  for (let i = 0; i < outer; i++) {
    for (let j = 0; j < count; j++) {
      const index = i32.load(indices + (<usize>j << 2));
      if (<u32>index < <u32>size) addRow(y + <usize>index * rowBytes, x, inner);
      x += rowBytes;
    }
    y += <usize>size * rowBytes;
  }
}

@inline function copyRow(to: usize, from: usize, count: i32): void {
  if (count >= 64) {
    memory.copy(to, from, <usize>count << 2);
    return;
  }
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
  for (; i < count; i++) {
    i32.store(to, i32.load(from));
    to += 4;
    from += 4;
  }
}

@inline export function addRow(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    to += 16;
    from += 16;
  }
  for (; i < count; i++) {
    f32.store(to, f32.load(to) + f32.load(from));
    to += 4;
    from += 4;
  }
}
