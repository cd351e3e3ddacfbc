/** Volumes in NIfTI-1 files (https://nifti.nimh.nih.gov/nifti-1): a header of 348 bytes, then the voxels, x fastest. */
import { gunzipSync } from 'node:zlib';

export interface Volume {
  /** Voxels along x, y, z and, where there are several volumes, time. */
  readonly shape: readonly number[];
  /** Stored values in file order: the first axis changes fastest. The header's scaling is not applied. */
  readonly voxels: Float32Array;
}

/** Bytes at which the header holds what is read here. */
const offsets = { dimensions: 40, datatype: 70, firstVoxel: 108 };
const headerBytes = 348;

/** Bytes and reader of one voxel, by the header's datatype code. */
const datatypes: Readonly<Record<number, readonly [number, Reader]>> = {
  2: [1, (view, at) => view.getUint8(at)],
  4: [2, (view, at, little) => view.getInt16(at, little)],
  16: [4, (view, at, little) => view.getFloat32(at, little)],
  512: [2, (view, at, little) => view.getUint16(at, little)],
};
type Reader = (view: DataView, at: number, littleEndian: boolean) => number;

/** Reads a file, compressed with gzip or not, in either byte order. `name` is used in errors. */
export function parseNifti(file: Uint8Array, name: string): Volume {
  const bytes = file[0] === 0x1f && file[1] === 0x8b ? gunzipSync(file) : file;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = isLittleEndian(view, name);
  const rank = view.getInt16(offsets.dimensions, little);
  const shape = Array.from({ length: rank }, (_, axis) =>
    view.getInt16(offsets.dimensions + 2 * (axis + 1), little),
  );
  const code = view.getInt16(offsets.datatype, little);
  const datatype = datatypes[code];
  if (!datatype) {
    const known = Object.keys(datatypes).join(', ');
    throw new Error(`${name} has voxels of NIfTI datatype ${code}; known are ${known}.`);
  }
  const [voxelBytes, read] = datatype;
  const start = view.getFloat32(offsets.firstVoxel, little);
  const count = shape.reduce((product, length) => product * length, 1);
  if (start + count * voxelBytes > view.byteLength) {
    throw new Error(
      `${name} is cut short: ${shape.join(' x ')} voxels need ${start + count * voxelBytes} bytes, it has ${view.byteLength}.`,
    );
  }
  const voxels = new Float32Array(count);
  for (let i = 0; i < count; i++) voxels[i] = read(view, start + i * voxelBytes, little);
  return { shape, voxels };
}

/** The header begins with its own length, which tells the byte order. */
function isLittleEndian(view: DataView, name: string): boolean {
  for (const little of [true, false]) {
    if (view.byteLength >= headerBytes && view.getInt32(0, little) === headerBytes) return little;
  }
  throw new Error(`${name} is not a NIfTI-1 file: it does not begin with ${headerBytes}.`);
}
