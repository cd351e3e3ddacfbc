/** Flights in the USA, January to June 2001: was this one more than 15 minutes late? One example is one flight. */
import { defineData } from '#spec';
import type { Table } from '#spec';
import { features } from './features.ts';

/** Flights held out from training, of the two fifths of all flights that are used. */
const sizes = { test: 50_000, validation: 50_000 };
const usedShare = 0.4;

const lateMinutes = 15;
const minutesPerDay = 24 * 60;
const start = Date.UTC(2001, 0, 1);

/** The columns of the file, row by row; airports numbered in alphabetical order. */
interface Flights {
  readonly size: number;
  /** Scheduled departure, local time, in minutes since the start of the year. */
  readonly minute: Int32Array;
  readonly origin: Uint8Array;
  readonly destination: Uint8Array;
  /** Miles. */
  readonly distance: Uint16Array;
  readonly late: Uint8Array;
}

async function read(bytes: Uint8Array): Promise<Flights> {
  // Loaded only for conversion: a trainer never parses Parquet.
  const { parquetMetadata, parquetRead } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const file = new Uint8Array(bytes).buffer;
  const size = Number(parquetMetadata(file).num_rows);
  const flights = {
    size,
    minute: new Int32Array(size),
    distance: new Uint16Array(size),
    late: new Uint8Array(size),
  };
  const airports: Record<string, string[]> = {
    origin: new Array<string>(size),
    destination: new Array<string>(size),
  };
  await parquetRead({
    file,
    compressors,
    onChunk({ columnName, columnData, rowStart }) {
      for (let i = 0; i < columnData.length; i++) {
        const [row, value] = [rowStart + i, columnData[i] as unknown];
        if (value instanceof Date) flights.minute[row] = (value.getTime() - start) / 60_000;
        else if (typeof value === 'string') airports[columnName]![row] = value;
        else if (columnName === 'distance') flights.distance[row] = Number(value);
        else flights.late[row] = Number(value) > lateMinutes ? 1 : 0;
      }
    },
  });
  const { origin, destination } = airports;
  return { ...flights, origin: numbered(origin!), destination: numbered(destination!) };
}

/** Each name's place among all names in alphabetical order; there are fewer than 256. */
function numbered(names: readonly string[]): Uint8Array {
  const sorted = [...new Set(names)].sort();
  const numbers = new Map(sorted.map((name, i) => [name, i]));
  return Uint8Array.from(names, (name) => numbers.get(name)!);
}

/** The finalizer of MurmurHash3: every bit of the result hangs on every bit of x. */
function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/**
 * Rows whose hash is in the share that is used, sorted by hash: an order without meaning. The hash is of all but the
 * label, so that flights which look the same lie in the same split.
 */
function shuffled({ size, minute, origin, destination, distance }: Flights): Uint32Array {
  const hashes = new Uint32Array(size);
  for (let i = 0; i < size; i++) {
    const [when, where] = [minute[i]! * 256 + origin[i]!, destination[i]! * 65_536 + distance[i]!];
    hashes[i] = mix(mix(when) ^ where);
  }
  const rows = Uint32Array.from(hashes.keys()).filter((i) => hashes[i]! < usedShare * 2 ** 32);
  return rows.sort((a, b) => hashes[a]! - hashes[b]! || a - b);
}

function table(flights: Flights, rows: Uint32Array): Table {
  const column = <T extends Uint8Array | Uint16Array>(data: T) => ({ shape: [], data });
  return {
    size: rows.length,
    columns: {
      day: column(Uint8Array.from(rows, (i) => flights.minute[i]! / minutesPerDay)),
      minute: column(Uint16Array.from(rows, (i) => flights.minute[i]! % minutesPerDay)),
      origin: column(Uint8Array.from(rows, (i) => flights.origin[i]!)),
      destination: column(Uint8Array.from(rows, (i) => flights.destination[i]!)),
      distance: column(Uint16Array.from(rows, (i) => flights.distance[i]!)),
      late: column(Uint8Array.from(rows, (i) => flights.late[i]!)),
    },
  };
}

export default defineData({
  name: 'flights',
  revision: 1,
  packages: [
    {
      name: 'vega-datasets',
      version: '3.2.1',
      integrity:
        'sha512-lTSwZA6yq6qSU2YZm+6bqILiIvTPPxn4itir7jPGFmHIdPvUfQ9pCzzcrklYywMJgLUbaIeSkZQdiJd6wBxPug==',
      files: /^data\/flights-3m\.parquet$/,
      licence: 'BSD-3-Clause; data: US Bureau of Transportation Statistics, public',
    },
  ],
  async convert(files) {
    const flights = await read(files.get('vega-datasets/data/flights-3m.parquet')!);
    const rows = shuffled(flights);
    const trainFrom = sizes.test + sizes.validation;
    return {
      test: table(flights, rows.subarray(0, sizes.test)),
      validation: table(flights, rows.subarray(sizes.test, trainFrom)),
      train: table(flights, rows.subarray(trainFrom)),
    };
  },
  tensors: features,
});
