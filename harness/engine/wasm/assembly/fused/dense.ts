/** Affine map of rows, and its gradient. */
import { gemm } from '../gemm';
import { sumAxis } from '../reduce';

/** y[rows, outputs] = x[rows, inputs] kernel[inputs, outputs] + bias[outputs]; address 0 stands for no bias. */
export function dense(
  x: usize, kernel: usize, bias: usize, y: usize, rows: i32, inputs: i32, outputs: i32,
): void {
  gemm(false, false, rows, outputs, inputs, x, inputs, kernel, outputs, y, outputs, false);
  if (bias != 0) for (let i = 0; i < rows; i++) addBias(y + ((<usize>i * <usize>outputs) << 2), bias, outputs);
}

@inline function addBias(row: usize, bias: usize, count: i32): void {
  let j = count;
  for (; j >= 4; j -= 4) {
    v128.store(row, f32x4.add(v128.load(row), v128.load(bias)));
    row += 16;
    bias += 16;
  }
  for (; j > 0; j--) {
    f32.store(row, f32.load(row) + f32.load(bias));
    row += 4;
    bias += 4;
  }
}

/** dx = dy kernel^T, dkernel = x^T dy, dbias = sum of dy over the rows (address 0: not wanted). */
export function denseGrad(
  x: usize, kernel: usize, dy: usize, dx: usize, dkernel: usize, dbias: usize, rows: i32, inputs: i32, outputs: i32,
): void {
  gemm(false, true, rows, inputs, outputs, dy, outputs, kernel, outputs, dx, inputs, false);
  gemm(true, false, inputs, outputs, rows, x, inputs, dy, outputs, dkernel, outputs, false);
  if (dbias != 0) sumAxis(dy, dbias, 1, rows, outputs, 1);
}
