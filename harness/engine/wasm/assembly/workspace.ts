/**
 * The fixed working memory of the module, given once by `initialize`. The module has no data of its own: a data segment
 * would overwrite the low memory of tfjs. One kernel runs at a time, so all kernels share it.
 */
import { initializeMath } from './math';
import { TILE_COLUMNS, TILE_ROWS } from './microkernel';

/** Rows of A in a packed block. Block sizes are constants: results must not depend on the machine. */
@inline export const BLOCK_ROWS: i32 = 128;
/** Depth of a packed block of A or B. */
@inline export const BLOCK_DEPTH: i32 = 256;
/** Columns of B in a packed block. */
@inline export const BLOCK_COLUMNS: i32 = 512;

@inline const TILE_BYTES: usize = <usize>(TILE_ROWS * TILE_COLUMNS) << 2;
@inline const A_BYTES: usize = <usize>(BLOCK_ROWS * BLOCK_DEPTH) << 2;
@inline const B_BYTES: usize = <usize>(BLOCK_COLUMNS * BLOCK_DEPTH) << 2;
/** Addresses of the pixels of one block of depth. */
@inline const TABLE_BYTES: usize = <usize>BLOCK_DEPTH << 2;
/** Keeps the blocks apart in the cache. */
@inline const GAP: usize = 64;

let base: usize = 0;

/** Bytes that `initialize` needs. */
export function workspaceBytes(): usize {
  return TILE_BYTES + A_BYTES + B_BYTES + TABLE_BYTES + 4 * GAP;
}

/** Hands over `workspaceBytes()` bytes at a multiple of 64; called once, before anything else. */
export function initialize(workspace: usize): void {
  base = workspace;
  initializeMath();
}

/** Holds a tile of C that does not fit the matrix. */
@inline export function edgeTile(): usize {
  return base;
}

@inline export function blockOfA(): usize {
  return base + TILE_BYTES + GAP;
}

@inline export function blockOfB(): usize {
  return base + TILE_BYTES + A_BYTES + 2 * GAP;
}

@inline export function addressTable(): usize {
  return base + TILE_BYTES + A_BYTES + B_BYTES + 3 * GAP;
}

/** Rows in a block, for callers that make room for one. */
export function blockRows(): i32 {
  return BLOCK_ROWS;
}
