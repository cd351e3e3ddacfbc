/**
 * One split as a file, made to be used in place.
 *
 *     bytes 0-7    `TTRSPLIT`
 *     bytes 8-11   version of this format, unsigned, little-endian
 *     bytes 12-15  length of the header in bytes, unsigned, little-endian
 *     then         the header, JSON in UTF-8, filled up with spaces
 *     then         the columns, each at a multiple of 64 bytes, little-endian
 */
import { endianness } from 'node:os';
import type { Column, Table } from '#spec';

const magic = 'TTRSPLIT';
const version = 1;
const prefixBytes = 16;
const alignment = 64;

const arrayTypes = {
  Uint8: Uint8Array,
  Int8: Int8Array,
  Uint16: Uint16Array,
  Int16: Int16Array,
  Int32: Int32Array,
  Float32: Float32Array,
} as const;
type ArrayType = keyof typeof arrayTypes;

interface Header {
  /** Examples. */
  readonly size: number;
  /** `offset` counts from the start of the file. */
  readonly columns: Readonly<
    Record<string, { type: ArrayType; shape: readonly number[]; offset: number; bytes: number }>
  >;
}

const roundUp = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

const typeOf = (data: Column['data']): ArrayType => {
  const type = Object.entries(arrayTypes).find(([, Type]) => data instanceof Type)?.[0];
  if (!type) throw new Error('A column holds an array of a type that split files do not know.');
  return type as ArrayType;
};

/** Column places for data that start `start` bytes into the file. */
function layout(table: Table, start: number): Header {
  let offset = start;
  const columns: [string, Header['columns'][string]][] = [];
  for (const [name, { shape, data }] of Object.entries(table.columns)) {
    columns.push([name, { type: typeOf(data), shape, offset, bytes: data.byteLength }]);
    offset = roundUp(offset + data.byteLength);
  }
  return { size: table.size, columns: Object.fromEntries(columns) };
}

/** The file's bytes in pieces, in order, so that a big table is not copied. */
export function encodeSplit(table: Table): Uint8Array[] {
  requireLittleEndian();
  // Offsets with more digits make a longer header: leave room for the longest there can be.
  const widest = JSON.stringify(layout(table, Number.MAX_SAFE_INTEGER));
  const start = roundUp(prefixBytes + Buffer.byteLength(widest));
  const header = layout(table, start);
  const head = Buffer.alloc(start, ' ');
  head.write(magic, 0, 'latin1');
  head.writeUInt32LE(version, 8);
  head.writeUInt32LE(start - prefixBytes, 12);
  head.write(JSON.stringify(header), prefixBytes, 'utf8');
  const pieces: Uint8Array[] = [head];
  for (const { data } of Object.values(table.columns)) {
    const padding = roundUp(data.byteLength) - data.byteLength;
    pieces.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    pieces.push(new Uint8Array(padding));
  }
  return pieces;
}

/** The table in a file's bytes, as views without copying; `file` is named in errors. `bytes` must start at a multiple of 8. */
export function decodeSplit(bytes: Uint8Array, file: string): Table {
  requireLittleEndian();
  const header = readHeader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), file);
  const columns: [string, Column][] = [];
  for (const [name, column] of Object.entries(header.columns)) {
    if (column.offset + column.bytes > bytes.byteLength) throw new Error(cutShort(file));
    const Type = arrayTypes[column.type];
    const length = column.bytes / Type.BYTES_PER_ELEMENT;
    const data = new Type(bytes.buffer as ArrayBuffer, bytes.byteOffset + column.offset, length);
    columns.push([name, { shape: column.shape, data }]);
  }
  return { size: header.size, columns: Object.fromEntries(columns) };
}

function readHeader(bytes: Buffer, file: string): Header {
  if (bytes.toString('latin1', 0, magic.length) !== magic || bytes.length < prefixBytes)
    throw new Error(`${file} is not a split file, or is cut short. ${cure}`);
  const got = bytes.readUInt32LE(8);
  if (got !== version)
    throw new Error(
      `${file} has version ${got} of the split format; this is version ${version}. ${cure}`,
    );
  const end = prefixBytes + bytes.readUInt32LE(12);
  if (end > bytes.length) throw new Error(cutShort(file));
  return JSON.parse(bytes.toString('utf8', prefixBytes, end)) as Header;
}

const cure = 'Delete the folder it lies in and run `ttr data fetch` again.';
const cutShort = (file: string): string => `${file} is cut short. ${cure}`;

function requireLittleEndian(): void {
  if (endianness() !== 'LE') throw new Error('Split files need a little-endian machine.');
}
