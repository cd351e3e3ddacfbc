/**
 * C[4,8] (+)= A[4,depth] B[depth,8] on packed panels: the loop in which nearly all training time is spent.
 *
 * 8 accumulators, 2 vectors of B, 4 of A and 1 product are 15 live vectors, the most V8 keeps in the 16 registers of
 * x86-64. Larger tiles spill, and so do two steps in one basic block, because V8 moves all loads of a block to its top.
 * A way out of the loop between the two steps keeps them apart; then unrolling pays (42 to 48 GFLOPS on a Zen 4 core).
 * `a` moves on after each step, since V8 folds the offset of a plain load into the instruction but not that of a splat.
 */

/** Rows of C that one call computes, and the width of a packed panel of A. */
@inline export const TILE_ROWS: i32 = 4;
/** Columns of C that one call computes, and the width of a packed panel of B. */
@inline export const TILE_COLUMNS: i32 = 8;

/** `a` steps 4 floats and `b` 8 floats per unit of depth (> 0); rows of `c` lie `rowBytes` apart. */
export function multiplyPanels(
  a: usize, b: usize, c: usize, depth: i32, rowBytes: usize, accumulate: bool,
): void {
  const end = a + (<usize>depth << 4);
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  while (true) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(a0, b0));
    c01 = f32x4.add(c01, f32x4.mul(a0, b1));
    const a1 = v128.load32_splat(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(a1, b0));
    c11 = f32x4.add(c11, f32x4.mul(a1, b1));
    const a2 = v128.load32_splat(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(a2, b0));
    c21 = f32x4.add(c21, f32x4.mul(a2, b1));
    const a3 = v128.load32_splat(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(a3, b0));
    c31 = f32x4.add(c31, f32x4.mul(a3, b1));
    a += 16;
    if (a == end) break;
    const d0 = v128.load(b, 32), d1 = v128.load(b, 48);
    const e0 = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(e0, d0));
    c01 = f32x4.add(c01, f32x4.mul(e0, d1));
    const e1 = v128.load32_splat(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(e1, d0));
    c11 = f32x4.add(c11, f32x4.mul(e1, d1));
    const e2 = v128.load32_splat(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(e2, d0));
    c21 = f32x4.add(c21, f32x4.mul(e2, d1));
    const e3 = v128.load32_splat(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(e3, d0));
    c31 = f32x4.add(c31, f32x4.mul(e3, d1));
    a += 16;
    if (a == end) break;
    b += 64;
  }
  if (accumulate) {
    addRow(c, c00, c01);
    addRow(c + rowBytes, c10, c11);
    addRow(c + 2 * rowBytes, c20, c21);
    addRow(c + 3 * rowBytes, c30, c31);
  } else {
    storeRow(c, c00, c01);
    storeRow(c + rowBytes, c10, c11);
    storeRow(c + 2 * rowBytes, c20, c21);
    storeRow(c + 3 * rowBytes, c30, c31);
  }
}

@inline function storeRow(c: usize, left: v128, right: v128): void {
  v128.store(c, left);
  v128.store(c, right, 16);
}

@inline function addRow(c: usize, left: v128, right: v128): void {
  v128.store(c, f32x4.add(v128.load(c), left));
  v128.store(c, f32x4.add(v128.load(c, 16), right), 16);
}
