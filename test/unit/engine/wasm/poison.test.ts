/** The poisoned memory of the kernel tests bites: kernels with one fault each are caught. */
import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Heap, Info } from '../../../../harness/engine/wasm/heap.ts';
import { installedHeap } from '../../../../harness/engine/wasm/install.ts';
import { kernel, register } from '../../../../harness/engine/wasm/kernel.ts';
import { assertClose, tensor } from './close.ts';
import { openPoisoned, poison, takeOverruns } from './poison.ts';

await openPoisoned();

/** exp of x by a kernel whose use of memory is given; 37 values are no multiple of a vector. */
function check(compute: (heap: Heap, x: Info, out: Info) => void): void {
  register(
    kernel<{ x: Info }>('TestExp', ({ x }) => {
      const out = installedHeap().output(x.shape);
      compute(installedHeap(), x, out);
      return out;
    }),
  );
  try {
    tf.tidy(() => {
      const x = tensor([37]);
      const y = tf.engine().runKernel<tf.Tensor>('TestExp', { x }, {});
      assertClose(y, x.dataSync().map(Math.exp), 1e-6, 'exp');
    });
  } finally {
    tf.unregisterKernel('TestExp', 'wasm');
  }
}

test('a kernel that writes every value and nothing else passes', () => {
  check((heap, x, out) => {
    heap.kernels.expEach(heap.at(x), heap.at(out), 37);
  });
});

test('a value left unwritten is caught, first or last', () => {
  for (const [skipped, count] of [[0, 36], [1, 36]] as const) {
    const fault = () => {
      check((heap, x, out) => {
        heap.kernels.expEach(heap.at(x) + 4 * skipped, heap.at(out) + 4 * skipped, count);
      });
    };
    assert.throws(fault, /exp: value (0|36) is NaN/u);
  }
}); // prettier-ignore

test('a value written past the end is noticed when its buffer is freed', () => {
  check((heap, x, out) => {
    heap.kernels.expEach(heap.at(x), heap.at(out), 38);
  });
  assert.deepEqual(takeOverruns(), ['a buffer of 148 bytes']);
});

test('scratch memory that was not written is caught, also where an earlier call wrote it', () => {
  const throughScratch = (written: number) => (heap: Heap, x: Info, out: Info) => {
    const scratch = heap.scratch(37 * 4);
    heap.kernels.expEach(heap.at(x), scratch, written);
    heap.kernels.scale(scratch, heap.at(out), 37, 1);
  };
  check(throughScratch(37));
  assert.throws(() => {
    check(throughScratch(36));
  }, /exp: value 36 is NaN/u);
});

test('buffers of every dtype start poisoned, and are poisoned again when they are freed', () => {
  const heap = installedHeap();
  const held = ['float32', 'int32', 'bool'].map((type) => heap.output([8], type as 'float32'));
  assert.deepEqual([...heap.floats(held[0]!)], Array<number>(8).fill(NaN));
  assert.deepEqual([...heap.ints(held[1]!)], Array<number>(8).fill(poison));
  assert.deepEqual([...heap.bytes(held[2]!)].slice(0, 4), [0xad, 0xde, 0xc0, 0x7f]);
  // The first words of a free buffer belong to the allocator.
  const values = heap.floats(held[0]!).fill(1);
  for (const one of held) heap.free(one);
  assert.deepEqual([...values.subarray(4)], [NaN, NaN, NaN, NaN]);
});
