/** Gradient cases of ctr_dlrm: twelve made-up flights. */
import * as tf from '@tensorflow/tfjs';
import type { Table } from '#spec';
import workload from '../../../workloads/ctr_dlrm/workload.ts';
import type { GradientCase } from './gradient-case.ts';

const column = <T extends Uint8Array | Uint16Array>(data: T) => ({ shape: [], data });

/** Twelve flights between five airports; some share a day, an hour or a route. */
export const flights: Table = {
  size: 12,
  columns: {
    day: column(Uint8Array.of(0, 0, 0, 5, 5, 90, 90, 91, 120, 181, 181, 181)),
    minute: column(Uint16Array.of(0, 61, 61, 480, 485, 719, 720, 1020, 1080, 1200, 1380, 1439)),
    origin: column(Uint8Array.of(0, 1, 1, 2, 228, 2, 0, 1, 2, 228, 3, 3)),
    destination: column(Uint8Array.of(1, 0, 0, 228, 2, 3, 3, 2, 1, 0, 0, 1)),
    distance: column(Uint16Array.of(100, 99, 99, 2704, 2704, 31, 1500, 640, 640, 3100, 4962, 512)),
    late: column(Uint8Array.of(0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 1)),
  },
};

export const cases = (): GradientCase[] =>
  ['base', ...Object.keys(workload.variants)].map((variant) => {
    const options = { ...workload.options, ...workload.variants[variant] };
    const indices = Array.from({ length: flights.size }, (_, i) => i);
    return {
      workload: 'ctr_dlrm',
      variant,
      options,
      model: workload.model(options),
      labelSmoothing: 0.1,
      batch: () => ({
        size: flights.size,
        tensors: tf.tidy(() => workload.data.tensors(flights, indices)),
      }),
    };
  });
