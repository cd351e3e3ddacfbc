/** The linear memory of tfjs' WASM backend, on which our module works too. */
import * as tf from '@tensorflow/tfjs';
import { base64, type Exports } from './module.ts';
import type { Window } from './window.ts';

export type Info = tf.TensorInfo;

/** The part of the backend that we rely on. */
interface Backend {
  readonly wasm: {
    readonly asm: { readonly memory: unknown };
    readonly HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: tf.DataType): Info;
  incRef(dataId: object): void;
  refCount(dataId: object): number;
  disposeData(dataId: object): boolean;
}

/** Alignment of everything that we allocate: a cache line. */
const LINE = 64;
const TABLE_BYTES = 1024;

/** Tensors as addresses, and working memory for kernels. Addresses stay valid when the memory grows; views do not. */
export class Heap {
  readonly backend: Backend;
  readonly kernels: Exports;
  readonly #memory: WebAssembly.Memory;
  readonly #table: number;
  #scratch = 0;
  #scratchBytes = 0;

  constructor(backend: Backend) {
    this.backend = backend;
    this.#memory = sharedMemory(backend);
    const module = new WebAssembly.Module(Buffer.from(base64, 'base64'));
    const instance = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.kernels = instance.exports as unknown as Exports;
    this.kernels.initialize(this.#allocate(this.kernels.workspaceBytes()));
    this.#table = this.#allocate(TABLE_BYTES);
  }

  /** Address of a tensor's first value. */
  at(tensor: Info): number {
    return this.backend.dataIdMap.get(tensor.dataId).memoryOffset;
  }

  /** A new tensor whose values are not set. */
  output(shape: readonly number[], dtype: tf.DataType = 'float32'): Info {
    return this.backend.makeOutput([...shape], dtype);
  }

  /** The same values under another shape, without a copy. */
  alias(tensor: Info, shape: readonly number[] = tensor.shape): Info {
    this.backend.incRef(tensor.dataId);
    return { dataId: tensor.dataId, shape: [...shape], dtype: tensor.dtype };
  }

  /** Gives back a tensor that a kernel made for itself. */
  free(tensor: Info): void {
    this.backend.disposeData(tensor.dataId);
  }

  /** Whether nobody else sees these values, so that they may be overwritten. */
  ownedByOne(tensor: Info): boolean {
    return this.backend.refCount(tensor.dataId) === 1;
  }

  /** Runs the backend's kernel of this name. */
  run(name: string, inputs: Readonly<Record<string, Info | undefined>>, attrs: object = {}): Info {
    const kernel = tf.getKernel(name, 'wasm');
    const func = kernel.kernelFunc as (params: object) => Info;
    return func({ inputs, attrs, backend: this.backend });
  }

  /** Working memory of at least `bytes` bytes; it is lost at the next call. */
  scratch(bytes: number): number {
    if (bytes > this.#scratchBytes) {
      if (this.#scratch !== 0) this.backend.wasm._free(this.#scratch);
      this.#scratchBytes = Math.ceil((bytes * 1.25) / 65536) * 65536;
      this.#scratch = this.#allocateRaw(this.#scratchBytes + LINE);
    }
    return align(this.#scratch);
  }

  /** Writes small integers (addresses, sizes, strides) where a kernel reads them; lost at the next call. */
  table(values: readonly number[]): number {
    new Int32Array(this.#memory.buffer, this.#table, values.length).set(values);
    return this.#table;
  }

  /** Writes the geometry of a window operation; lost at the next call of `table` or `window`. */
  window(window: Window): number {
    return this.table(Object.values(window));
  }

  /** The values of a float tensor as they lie in memory; not to be kept. */
  floats(tensor: Info): Float32Array {
    return new Float32Array(this.#memory.buffer, this.at(tensor), size(tensor.shape));
  }

  /** The values of an int32 tensor as they lie in memory; not to be kept. */
  ints(tensor: Info): Int32Array {
    return new Int32Array(this.#memory.buffer, this.at(tensor), size(tensor.shape));
  }

  /** The values of a bool tensor as they lie in memory; not to be kept. */
  bytes(tensor: Info): Uint8Array {
    return new Uint8Array(this.#memory.buffer, this.at(tensor), size(tensor.shape));
  }

  #allocate(bytes: number): number {
    return align(this.#allocateRaw(bytes + LINE));
  }

  #allocateRaw(bytes: number): number {
    const address = this.backend.wasm._malloc(bytes) >>> 0;
    if (address === 0)
      throw new Error(`The WASM heap has no ${bytes} bytes left (it ends at 4 GiB).`);
    return address;
  }
}

/** Number of values in a tensor of this shape. */
export function size(shape: readonly number[]): number {
  return tf.util.sizeFromShape([...shape]);
}

const align = (address: number): number => Math.ceil(address / LINE) * LINE;

/** The backend's memory, if the backend is built the way we know. */
function sharedMemory(backend: Backend): WebAssembly.Memory {
  const { memory } = backend.wasm.asm;
  if (!(memory instanceof WebAssembly.Memory) || backend.wasm.HEAPU8.buffer !== memory.buffer) {
    throw new Error(
      'The WASM backend does not keep its tensors in one WebAssembly.Memory. The kernels fit @tensorflow/tfjs-backend-wasm 4.22.0.',
    );
  }
  return memory;
}
