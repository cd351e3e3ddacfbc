/**
 * Copies of n-dimensional blocks of 4-byte values with any strides: the one kernel behind slice, concat, pad, tile, transpose and
 * their relatives. Strides are in values and may be negative; 0 repeats.
 */

/** Sides of the squares in which planes are transposed: 32 lines of source and target fit the first cache. */
@inline const SQUARE: i32 = 32;

/**
 * `table` holds int32: rank (>= 2), then sizes, source strides and target strides, `rank` each. The last two axes form
 * planes; the caller puts the axes in the order that makes planes fast.
 */
export function copyStrided(source: usize, target: usize, table: usize): void {
  copyAxis(source, target, table + 4, <usize>i32.load(table) << 2, i32.load(table) - 2);
}

/** `axis` points at the size of the current axis, `rankBytes` from there to its strides; `outer` axes remain before planes. */
function copyAxis(source: usize, target: usize, axis: usize, rankBytes: usize, outer: i32): void {
  if (outer == 0) {
    copyPlane(source, target, axis, rankBytes);
    return;
  }
  const size = i32.load(axis);
  const from = i32.load(axis + rankBytes) << 2, to = i32.load(axis + 2 * rankBytes) << 2;
  for (let i = 0; i < size; i++) {
    copyAxis(source, target, axis + 4, rankBytes, outer - 1);
    source += from;
    target += to;
  }
}

@inline function copyPlane(source: usize, target: usize, axis: usize, rankBytes: usize): void {
  const rows = i32.load(axis), columns = i32.load(axis, 4);
  const from = axis + rankBytes, to = axis + 2 * rankBytes;
  const fromRow = i32.load(from), fromColumn = i32.load(from, 4), toRow = i32.load(to), toColumn = i32.load(to, 4);
  if (fromRow == 1 && toColumn == 1) {
    transposePlane(source, target, rows, columns, fromColumn << 2, toRow << 2);
    return;
  }
  for (let i = 0; i < rows; i++) {
    if (toColumn == 1 && fromColumn == 1) copyRun(source, target, columns);
    else if (toColumn == 1 && fromColumn == 0) fillRun(target, i32.load(source), columns);
    else copySparse(source, target, columns, fromColumn << 2, toColumn << 2);
    source += fromRow << 2;
    target += toRow << 2;
  }
}

@inline function copyRun(source: usize, target: usize, count: i32): void {
  if (count >= 128) {
    memory.copy(target, source, <usize>count << 2);
    return;
  }
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(target, v128.load(source));
    target += 16;
    source += 16;
  }
  for (; i < count; i++) {
    i32.store(target, i32.load(source));
    target += 4;
    source += 4;
  }
}

@inline function copySparse(source: usize, target: usize, count: i32, from: i32, to: i32): void {
  for (let i = 0; i < count; i++) {
    i32.store(target, i32.load(source));
    source += from;
    target += to;
  }
}

/** Sets `count` 4-byte values to the same bits. */
export function fillRun(target: usize, bits: i32, count: i32): void {
  const vector = i32x4.splat(bits);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(target, vector);
    target += 16;
  }
  for (; i < count; i++) {
    i32.store(target, bits);
    target += 4;
  }
}

/** target[row, column] = source[column, row]; `from` and `to` are bytes from one line to the next. */
function transposePlane(source: usize, target: usize, rows: i32, columns: i32, from: i32, to: i32): void {
  for (let r = 0; r < rows; r += SQUARE) {
    const height = min(SQUARE, rows - r);
    for (let c = 0; c < columns; c += SQUARE) {
      const width = min(SQUARE, columns - c);
      transposeSquare(source + (<usize>r << 2) + c * from, target + r * to + (<usize>c << 2), height, width, from, to);
    }
  }
}

@inline function transposeSquare(source: usize, target: usize, rows: i32, columns: i32, from: i32, to: i32): void {
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    let s = source + (<usize>r << 2), t = target + r * to;
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      const v0 = v128.load(s), v1 = v128.load(s + from), v2 = v128.load(s + 2 * from), v3 = v128.load(s + 3 * from);
      const low01 = v128.shuffle<f32>(v0, v1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(v0, v1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(v2, v3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(v2, v3, 2, 6, 3, 7);
      v128.store(t, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      v128.store(t + to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
      v128.store(t + 2 * to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
      v128.store(t + 3 * to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
      s += 4 * from;
      t += 16;
    }
    for (; c < columns; c++) {
      for (let j = 0; j < 4; j++) i32.store(t + j * to, i32.load(s + (<usize>j << 2)));
      s += from;
      t += 4;
    }
  }
  for (; r < rows; r++) copySparse(source + (<usize>r << 2), target + r * to, columns, from, 4);
}
