/** Which slices of the volumes are examples, and in which split. */
import type { SplitName } from '#spec';
import type { Volume } from './nifti.ts';

/** Rows and columns of an image. */
export const imageSize = 96;
/** Voxels of a slice that make one pixel, in rows and in columns: their mean. */
const binning = 2;

export interface Slice {
  /** [row, column], the largest 1. */
  readonly pixels: Float64Array;
  readonly split: SplitName;
}

/** Where the images lie in a volume. */
export interface Cut {
  /** The axis that counts slices; of the two others the first is the image's columns, the next its rows. */
  readonly sliceAxis: number;
  /** Voxel at which the image begins, along columns and rows. */
  readonly origin: readonly [number, number];
  readonly firstSlice: number;
  readonly slabs: number;
  readonly slicesPerSlab: number;
  /** Slices left out at both ends of a slab that is not for training, so that no image has its neighbour there. */
  readonly gap: number;
  /** Of a series in time, training takes all images and the other splits every so many. */
  readonly heldOutEvery: number;
}

/** The head from crown to chin, 1 mm a slice; images are 192 mm wide. */
export const headCut: Cut = {
  sliceAxis: 1,
  origin: [36, 32],
  firstSlice: 40,
  slabs: 16,
  slicesPerSlab: 10,
  gap: 2,
  heldOutEvery: 1,
};

/** The heart at 20 phases of its beat, 10 mm a slice: its own gap. Images are 263 mm wide. */
export const heartCut: Cut = {
  sliceAxis: 2,
  origin: [32, 32],
  firstSlice: 0,
  slabs: 19,
  slicesPerSlab: 1,
  gap: 0,
  heldOutEvery: 5,
};

/** Of five slabs one is for validation and one for testing, never side by side. */
const splitOfSlab = (slab: number): SplitName =>
  slab % 5 === 2 ? 'validation' : slab % 5 === 4 ? 'test' : 'train';

/** Slices that become images, by their number along the cut's axis. */
export function placesOf(cut: Cut): { readonly slice: number; readonly split: SplitName }[] {
  return Array.from({ length: cut.slabs }, (_, slab) => {
    const split = splitOfSlab(slab);
    const gap = split === 'train' ? 0 : cut.gap;
    const first = cut.firstSlice + slab * cut.slicesPerSlab + gap;
    return Array.from({ length: cut.slicesPerSlab - 2 * gap }, (_, i) => ({
      slice: first + i,
      split,
    }));
  }).flat();
}

/** The images of a volume or of a series of volumes. All times of one place are in the same split. */
export function slicesOf(volume: Volume, cut: Cut): Slice[] {
  const times = volume.shape[3] ?? 1;
  return placesOf(cut).flatMap(({ slice, split }) => {
    const every = split === 'train' ? 1 : cut.heldOutEvery;
    return Array.from({ length: Math.ceil(times / every) }, (_, i) => ({
      pixels: imageOf(volume, cut, slice, i * every),
      split,
    }));
  });
}

function imageOf({ shape, voxels }: Volume, cut: Cut, slice: number, time: number): Float64Array {
  const strides = [1, shape[0]!, shape[0]! * shape[1]!];
  const [columnAxis, rowAxis] = [0, 1, 2].filter((axis) => axis !== cut.sliceAxis);
  const [columnStride, rowStride] = [strides[columnAxis!]!, strides[rowAxis!]!];
  const start =
    time * strides[2]! * shape[2]! +
    slice * strides[cut.sliceAxis]! +
    cut.origin[0] * columnStride +
    cut.origin[1] * rowStride;
  const pixels = new Float64Array(imageSize ** 2);
  for (let row = 0; row < imageSize * binning; row++) {
    for (let column = 0; column < imageSize * binning; column++) {
      const pixel = Math.floor(row / binning) * imageSize + Math.floor(column / binning);
      pixels[pixel]! += voxels[start + row * rowStride + column * columnStride]!;
    }
  }
  const peak = pixels.reduce((largest, value) => Math.max(largest, value), 0);
  return pixels.map((value) => value / peak);
}
