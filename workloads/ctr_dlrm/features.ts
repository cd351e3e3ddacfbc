/** From a flight to what the model sees: a few numbers, and one row of the embedding table for each categorical field. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Table } from '#spec';

interface Flight {
  /** Days since 1 January, 0 to 181. */
  readonly day: number;
  /** Minutes since midnight. */
  readonly minute: number;
  /** Airports by number, 0 to 228. */
  readonly origin: number;
  readonly destination: number;
  /** Miles. */
  readonly distance: number;
}

interface Field {
  /** Different values it takes. */
  readonly size: number;
  value(flight: Flight): number;
}

/** A pair of values in [0, 256), hashed into buckets (Knuth, The Art of Computer Programming 3, section 6.4). */
const cross = (size: number, pair: (flight: Flight) => readonly [number, number]): Field => ({
  size,
  value(flight) {
    const [a, b] = pair(flight);
    return Math.floor(((Math.imul(a * 256 + b, 0x9e3779b1) >>> 0) / 2 ** 32) * size);
  },
});

const hour = ({ minute }: Flight) => Math.floor(minute / 60);

/** Single fields, then crosses: delays hang on airport and day (weather), and on airport and hour (congestion). */
const fields: readonly Field[] = [
  { size: 256, value: ({ origin }) => origin },
  { size: 256, value: ({ destination }) => destination },
  { size: 192, value: ({ day }) => day },
  { size: 7 * 24, value: (flight) => (flight.day % 7) * 24 + hour(flight) },
  { size: 32, value: ({ distance }) => Math.min(31, Math.floor(distance / 100)) },
  cross(4096, ({ origin, destination }) => [origin, destination]),
  cross(4096, (flight) => [flight.origin, hour(flight)]),
  cross(4096, (flight) => [flight.destination, hour(flight)]),
  cross(8192, ({ origin, day }) => [origin, day]),
  cross(8192, ({ destination, day }) => [destination, day]),
];

/** First row of each field in the one table they share. */
const offsets = fields.map((_, i) => fields.slice(0, i).reduce((sum, { size }) => sum + size, 0));

/** Time of day as two harmonics, date and distance; each about between -1 and 1. */
function numbersOf({ day, minute, distance }: Flight): readonly number[] {
  const angle = (2 * Math.PI * minute) / (24 * 60);
  const daily = [Math.sin(angle), Math.cos(angle), Math.sin(2 * angle), Math.cos(2 * angle)];
  return [...daily, day / 91 - 1, Math.log2(Math.max(distance, 1) / 512) / 2];
}

export const numberCount = 6;
export const fieldCount = fields.length;
export const tableRows = fields.reduce((sum, { size }) => sum + size, 0);

/** numbers [B, 6], rows of the embedding table int32 [B, 10], label [B]: 1 for a late flight. */
export function features(
  { columns }: Table,
  indices: ArrayLike<number>,
): Record<'numbers' | 'rows' | 'label', Tensor> {
  const size = indices.length;
  const numbers = new Float32Array(size * numberCount);
  const rows = new Int32Array(size * fieldCount);
  const label = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const column = (name: string) => columns[name]!.data[indices[i]!]!;
    const flight = {
      day: column('day'),
      minute: column('minute'),
      origin: column('origin'),
      destination: column('destination'),
      distance: column('distance'),
    };
    numbers.set(numbersOf(flight), i * numberCount);
    fields.forEach((field, j) => {
      rows[i * fieldCount + j] = offsets[j]! + field.value(flight);
    });
    label[i] = column('late');
  }
  return {
    numbers: tf.tensor2d(numbers, [size, numberCount]),
    rows: tf.tensor2d(rows, [size, fieldCount], 'int32'),
    label: tf.tensor1d(label),
  };
}
