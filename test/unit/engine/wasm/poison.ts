/**
 * Memory in which nothing passes for a result by chance. Every buffer starts as a NaN (as int32 an absurd number, as bool
 * neither 0 nor 1), is filled with it again when it is freed, and is followed by a guard. A kernel that reads what it did
 * not write, leaves a value unwritten or writes past its output fails its own test.
 */
import assert from 'node:assert/strict';
import { afterEach } from 'node:test';
import type { Heap } from '../../../../harness/engine/wasm/heap.ts';
import { installedHeap } from '../../../../harness/engine/wasm/install.ts';
import type { Exports } from '../../../../harness/engine/wasm/module.ts';
import { openWasm } from '../../../../harness/engine/wasm/open.ts';

/** A quiet NaN as float32, 2143346349 as int32. */
export const poison = 0x7fc0dead;

/** Behind each buffer; 64 bytes keep the alignment. */
const GUARD_BYTES = 64;
/** Larger buffers stay as they are: tests reserve GiBs of address space that must not become memory. */
const LARGEST_BYTES = 2 ** 26;
const TABLE_BYTES = 1024;

/** The part of the backend that poisoning replaces. */
interface Allocator {
  _malloc: (bytes: number) => number;
  _free: (address: number) => void;
  readonly HEAPU8: Uint8Array;
}

/** Opens the WASM engine on poisoned memory, for a whole test file. */
export async function openPoisoned(): Promise<void> {
  afterEach(() => {
    assert.deepEqual(takeOverruns(), []);
  });
  await openWasm();
  poisonMemory();
}

const overruns: string[] = [];

/** Buffers that were written past their end and have been freed since the last call. */
export function takeOverruns(): string[] {
  return overruns.splice(0);
}

/** Poisons buffers from here on and, at each call, scratch memory, table and the module's workspace. Returns the undoing. */
export function poisonMemory(): () => void {
  const heap = installedHeap();
  const restoreWorking = poisonWorkingMemory(heap);
  const restoreBuffers = poisonBuffers(allocator(heap));
  return () => {
    restoreBuffers();
    restoreWorking();
  };
}

const allocator = (heap: Heap): Allocator => heap.backend.wasm;

function poisonBuffers(wasm: Allocator): () => void {
  // Emscripten puts the true functions in their place at their first call.
  wasm._free(wasm._malloc(8));
  const { _malloc, _free } = wasm;
  /** Bytes of each living buffer, by address. */
  const sizes = new Map<number, number>();
  wasm._malloc = (bytes) => {
    const address = _malloc(bytes + GUARD_BYTES) >>> 0;
    if (address === 0 || bytes > LARGEST_BYTES) return address;
    fill(wasm, address, bytes + GUARD_BYTES);
    sizes.set(address, bytes);
    return address;
  };
  wasm._free = (address) => {
    const bytes = sizes.get(address);
    sizes.delete(address);
    if (bytes !== undefined) {
      const end = address + bytes;
      if (!isPoison(wasm, end, end + GUARD_BYTES)) overruns.push(`a buffer of ${bytes} bytes`);
      fill(wasm, address, bytes + GUARD_BYTES);
    }
    _free(address);
  };
  return () => {
    wasm._malloc = _malloc;
    wasm._free = _free;
  };
}

/** What the heap and the module keep from call to call. The module gets a new workspace, whose address is known here. */
function poisonWorkingMemory(heap: Heap): () => void {
  const wasm = allocator(heap);
  const { kernels } = heap;
  const [scratch, table] = [heap.scratch.bind(heap), heap.table.bind(heap)];
  const bytes = kernels.workspaceBytes();
  const workspace = Math.ceil((wasm._malloc(bytes + 64) >>> 0) / 64) * 64;
  kernels.initialize(workspace);
  const calls = Object.entries(kernels) as [string, (...values: unknown[]) => unknown][];
  const poisoned = calls.map(([name, call]) => [
    name,
    (...values: unknown[]) => {
      fill(wasm, workspace, bytes);
      return call(...values);
    },
  ]);
  Object.assign(heap, {
    kernels: Object.fromEntries(poisoned) as Exports,
    scratch: (wanted: number) => {
      const address = scratch(wanted);
      if (wanted <= LARGEST_BYTES) fill(wasm, address, wanted);
      return address;
    },
    table: (values: readonly number[]) => {
      const address = table(values);
      fill(wasm, address + 4 * values.length, TABLE_BYTES - 4 * values.length);
      return address;
    },
  });
  return () => Object.assign(heap, { kernels, scratch, table });
}

const words = (bytes: number): number => Math.floor(bytes / 4);

/** Fills whole words; `address` is a multiple of 4. */
function fill({ HEAPU8 }: Allocator, address: number, bytes: number): void {
  new Uint32Array(HEAPU8.buffer, address, words(bytes)).fill(poison);
}

/** Whether all whole words in [from, to) hold the poison. */
function isPoison({ HEAPU8 }: Allocator, from: number, to: number): boolean {
  const first = Math.ceil(from / 4) * 4;
  return new Uint32Array(HEAPU8.buffer, first, words(to - first)).every((word) => word === poison);
}
