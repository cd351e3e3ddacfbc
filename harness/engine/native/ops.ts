/** Runs libtensorflow's ops: attributes and small constants are made once, not on every call. */
import type { DataType, Tensor, TensorInfo } from '@tensorflow/tfjs';
import type { KernelBackend } from '@tensorflow/tfjs-core';

/** An attribute as the addon takes it. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** The addon as tfjs-node's backend calls it: tensors are numbers, attribute types and dtypes too. */
interface Binding {
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_BOOL: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_TYPE: number;
  createTensor(shape: number[], dtype: number, values: Int32Array | Float32Array): number;
  deleteTensor(tensor: number): void;
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): { id: number; shape: number[]; dtype: number }[];
}

/** What we use of tfjs-node's backend. */
export interface NodeBackend extends KernelBackend {
  readonly binding: Binding;
  readonly isUsingGpuDevice: boolean;
  getInputTensorIds(tensors: readonly TensorInfo[]): number[];
  createOutputTensor(output: { id: number; shape: number[]; dtype: number }): Tensor;
}

/** A small tensor that lives as long as the process. */
export interface Constant {
  readonly constant: number;
}

export type Input = TensorInfo | Constant;

/** The ops of one backend. */
export class Ops {
  readonly backend: NodeBackend;
  readonly #constants = new Map<string, Constant>();
  readonly #attributes = new Map<string, Attribute>();

  constructor(backend: NodeBackend) {
    this.backend = backend;
  }

  /** Outputs of an op. */
  run(
    name: string,
    inputs: readonly Input[],
    attributes: readonly Attribute[],
    outputs: number,
  ): Tensor[] {
    const { backend } = this;
    const ids = inputs.map((input) =>
      'constant' in input ? input.constant : backend.getInputTensorIds([input])[0]!,
    );
    const made = backend.binding.executeOp(name, attributes, ids, outputs);
    return made.map((output) => backend.createOutputTensor(output));
  }

  /** The output of an op that has one. */
  one(name: string, inputs: readonly Input[], attributes: readonly Attribute[]): Tensor {
    return this.run(name, inputs, attributes, 1)[0]!;
  }

  /** An int32 vector: axes, permutations, shapes. */
  ints(values: readonly number[]): Constant {
    return this.#constant(`[${values.join()}]`, [values.length], Int32Array.from(values));
  }

  /** An int32 scalar. */
  int(value: number): Constant {
    return this.#constant(`int ${value}`, [], Int32Array.of(value));
  }

  /** A float32 scalar. */
  float(value: number): Constant {
    return this.#constant(`float ${value}`, [], Float32Array.of(value));
  }

  /** A float32 vector. */
  floats(values: readonly number[]): Constant {
    return this.#constant(`floats ${values.join()}`, [values.length], Float32Array.from(values));
  }

  /** Lends a vector whose numbers change from call to call. */
  withVector<T>(values: Float32Array | Int32Array, use: (vector: Constant) => T): T {
    const { binding } = this.backend;
    const dtype = values instanceof Int32Array ? binding.TF_INT32 : binding.TF_FLOAT;
    const constant = binding.createTensor([values.length], dtype, values);
    try {
      return use({ constant });
    } finally {
      binding.deleteTensor(constant);
    }
  }

  /** The same elements in another shape. */
  reshape(x: TensorInfo, shape: readonly number[]): Tensor {
    const attributes = [this.type('T', x.dtype), this.type('Tshape', 'int32')];
    return this.one('Reshape', [x, this.ints(shape)], attributes);
  }

  /** The tensor itself once more: nothing is copied. */
  share({ dataId, shape, dtype }: TensorInfo): TensorInfo {
    this.backend.incRef(dataId);
    return { dataId, shape, dtype };
  }

  type(name: string, dtype: DataType): Attribute {
    const { TF_ATTR_TYPE, TF_FLOAT, TF_INT32, TF_BOOL } = this.backend.binding;
    const types: Partial<Record<DataType, number>> = {
      float32: TF_FLOAT,
      int32: TF_INT32,
      bool: TF_BOOL,
    };
    const value = types[dtype];
    if (value === undefined)
      throw new Error(`The native engine has no kernel of ours for ${dtype}.`);
    return this.#attribute(name, TF_ATTR_TYPE, value);
  }

  bool(name: string, value: boolean): Attribute {
    return this.#attribute(name, this.backend.binding.TF_ATTR_BOOL, value);
  }

  number(name: string, value: number): Attribute {
    return this.#attribute(name, this.backend.binding.TF_ATTR_FLOAT, value);
  }

  count(name: string, value: number): Attribute {
    return this.#attribute(name, this.backend.binding.TF_ATTR_INT, value);
  }

  text(name: string, value: string): Attribute {
    return this.#attribute(name, this.backend.binding.TF_ATTR_STRING, value);
  }

  #attribute(name: string, type: number, value: number | boolean | string): Attribute {
    const key = `${name} ${type} ${value}`;
    let attribute = this.#attributes.get(key);
    if (attribute === undefined) this.#attributes.set(key, (attribute = { name, type, value }));
    return attribute;
  }

  #constant(key: string, shape: number[], values: Int32Array | Float32Array): Constant {
    let constant = this.#constants.get(key);
    if (constant === undefined) {
      const { TF_INT32, TF_FLOAT } = this.backend.binding;
      const dtype = values instanceof Int32Array ? TF_INT32 : TF_FLOAT;
      constant = { constant: this.backend.binding.createTensor(shape, dtype, values) };
      this.#constants.set(key, constant);
    }
    return constant;
  }
}
