/** Plans for the strided copy kernel. */
import { type Heap, size } from './heap.ts';

/** One axis of a copy: how many values, and how far apart they lie in source and target. */
export interface Axis {
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

/** Distance in values between neighbours along each axis of a dense tensor. */
export function strides(shape: readonly number[]): number[] {
  return shape.map((_, d) => size(shape.slice(d + 1)));
}

/** Axes of a block, from its sizes and both strides. */
export function axesOf(
  sizes: readonly number[],
  from: readonly number[],
  to: readonly number[],
): Axis[] {
  return sizes.map((n, d) => ({ size: n, from: from[d]!, to: to[d]! }));
}

/** Copies 4-byte values from one address to another. */
export function copyStrided(
  heap: Heap,
  source: number,
  target: number,
  axes: readonly Axis[],
): void {
  if (axes.some((axis) => axis.size === 0)) return;
  const plan = planeLast(merge(axes));
  const numbers = [
    plan.length,
    ...plan.map((a) => a.size),
    ...plan.map((a) => a.from),
    ...plan.map((a) => a.to),
  ];
  heap.kernels.copyStrided(source, target, heap.table(numbers));
}

/** Drops axes of size 1 and joins neighbours that are dense in both source and target. */
function merge(axes: readonly Axis[]): Axis[] {
  const merged: Axis[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const last = merged[merged.length - 1];
    if (
      last !== undefined &&
      last.from === axis.from * axis.size &&
      last.to === axis.to * axis.size
    ) {
      merged[merged.length - 1] = { ...axis, size: last.size * axis.size };
    } else merged.push(axis);
  }
  return merged;
}

/**
 * Orders the axes by the target's strides, so that it is written in order, and gives them at least the two axes of a plane. If the
 * last axis is dense in the target only, the axis that is dense in the source goes before it: the kernel transposes such
 * planes.
 */
function planeLast(axes: readonly Axis[]): Axis[] {
  const ordered = axes.toSorted((a, b) => Math.abs(b.to) - Math.abs(a.to));
  const last = ordered[ordered.length - 1];
  if (last?.to === 1 && last.from !== 1 && last.from !== 0) {
    const dense = ordered.findIndex((axis) => axis.from === 1);
    if (dense >= 0) ordered.splice(-1, 0, ...ordered.splice(dense, 1));
  }
  const single = { size: 1, from: 0, to: 0 };
  return [...[single, single].slice(ordered.length), ...ordered];
}
