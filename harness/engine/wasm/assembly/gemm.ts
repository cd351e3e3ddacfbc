/**
 * Matrix product C = op(A) op(B), after Goto and van de Geijn (ACM TOMS 34(3), 2008): blocks of B and A are packed so that
 * they stay in the caches, and the micro-kernel runs over their panels.
 */
import { multiplyPanels, TILE_COLUMNS, TILE_ROWS } from './microkernel';
import { packA, packB } from './pack';
import { BLOCK_COLUMNS, BLOCK_DEPTH, BLOCK_ROWS, blockOfA, blockOfB, edgeTile } from './workspace';

/**
 * C[m,n] = op(A)[m,k] op(B)[k,n], or C += with `accumulate`. `lda`, `ldb` and `ldc` are row lengths of the stored matrices in
 * floats. k = 0 gives zeros (or leaves C).
 */
export function gemm(
  transposeA: bool, transposeB: bool, m: i32, n: i32, k: i32,
  a: usize, lda: usize, b: usize, ldb: usize, c: usize, ldc: usize, accumulate: bool,
): void {
  if (k == 0 && !accumulate) for (let i = 0; i < m; i++) memory.fill(c + ((<usize>i * ldc) << 2), 0, <usize>n << 2);
  for (let column = 0; column < n; column += BLOCK_COLUMNS) {
    const columns = min(BLOCK_COLUMNS, n - column);
    for (let start = 0; start < k; start += BLOCK_DEPTH) {
      const depth = min(BLOCK_DEPTH, k - start);
      packB(blockOfB(), b, transposeB, ldb, start, depth, column, columns);
      multiplyByBlock(transposeA, m, columns, start, depth, a, lda, blockOfB(), c + (<usize>column << 2), ldc, accumulate);
    }
  }
}

/** All rows of C[m,columns] (+)= op(A)[m,start..start+depth] times one packed block of B. */
@inline function multiplyByBlock(
  transposeA: bool, m: i32, columns: i32, start: i32, depth: i32,
  a: usize, lda: usize, b: usize, c: usize, ldc: usize, accumulate: bool,
): void {
  for (let row = 0; row < m; row += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, m - row);
    packA(blockOfA(), a, transposeA, lda, row, rows, start, depth);
    const out = c + ((<usize>row * ldc) << 2);
    multiplyBlocks(b, out, ldc << 2, rows, columns, depth, accumulate || start > 0);
  }
}

/** Bytes of op(B)[k,n] packed by `packAll`. */
export function packedBytes(k: i32, n: i32): i32 {
  return k * ((n + TILE_COLUMNS - 1) / TILE_COLUMNS) * TILE_COLUMNS * 4;
}

/** Packs all blocks of op(B)[k,n] in the order in which `gemmPacked` reads them, for a B that many products share. */
export function packAll(out: usize, b: usize, transposeB: bool, ldb: usize, k: i32, n: i32): void {
  for (let column = 0; column < n; column += BLOCK_COLUMNS) {
    const columns = min(BLOCK_COLUMNS, n - column);
    for (let start = 0; start < k; start += BLOCK_DEPTH) {
      const depth = min(BLOCK_DEPTH, k - start);
      packB(out, b, transposeB, ldb, start, depth, column, columns);
      out += packedBytes(depth, columns);
    }
  }
}

/** `gemm` of A[m,k], not transposed, and a B[k,n] of `packAll`; the same bits. k > 0. */
export function gemmPacked(
  m: i32, n: i32, k: i32, a: usize, lda: usize, packed: usize, c: usize, ldc: usize, accumulate: bool,
): void {
  for (let column = 0; column < n; column += BLOCK_COLUMNS) {
    const columns = min(BLOCK_COLUMNS, n - column);
    for (let start = 0; start < k; start += BLOCK_DEPTH) {
      const depth = min(BLOCK_DEPTH, k - start);
      multiplyByBlock(false, m, columns, start, depth, a, lda, packed, c + (<usize>column << 2), ldc, accumulate);
      packed += packedBytes(depth, columns);
    }
  }
}

/** `batch` products whose matrices lie `strideA`, `strideB` and `strideC` floats apart (0 shares one). */
export function batchedGemm(
  batch: i32, transposeA: bool, transposeB: bool, m: i32, n: i32, k: i32,
  a: usize, lda: usize, strideA: usize, b: usize, ldb: usize, strideB: usize, c: usize, ldc: usize, strideC: usize,
): void {
  for (let i = 0; i < batch; i++) {
    gemm(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, false);
    a += strideA << 2;
    b += strideB << 2;
    c += strideC << 2;
  }
}

/** C[rows,columns] (+)= the packed block of A times the one of B at `b`; rows of C lie `rowBytes` apart. */
export function multiplyBlocks(
  b: usize, c: usize, rowBytes: usize, rows: i32, columns: i32, depth: i32, accumulate: bool,
): void {
  const panelOfA = <usize>depth * 16, panelOfB = <usize>depth * 32;
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    const width = min(TILE_COLUMNS, columns - column);
    let a = blockOfA(), out = c + (<usize>column << 2);
    for (let row = 0; row < rows; row += TILE_ROWS) {
      const height = min(TILE_ROWS, rows - row);
      if (height == TILE_ROWS && width == TILE_COLUMNS) {
        multiplyPanels(a, b, out, depth, rowBytes, accumulate);
      } else {
        multiplyPanels(a, b, edgeTile(), depth, 32, false);
        copyEdge(out, rowBytes, height, width, accumulate);
      }
      a += panelOfA;
      out += rowBytes << 2;
    }
    b += panelOfB;
  }
}

/** Moves the part of the edge tile that lies inside C. */
function copyEdge(c: usize, rowBytes: usize, rows: i32, columns: i32, accumulate: bool): void {
  let tile = edgeTile();
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const offset = <usize>j << 2;
      const value = f32.load(tile + offset);
      f32.store(c + offset, accumulate ? f32.load(c + offset) + value : value);
    }
    tile += 32;
    c += rowBytes;
  }
}
