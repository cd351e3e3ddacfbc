// Affine map of the last axis with its gradients: y = x kernel + bias, x [..., I], kernel [I, O], bias [O] or no elements.
#pragma once

#include "gemm.h"
#include "op.h"
#include "vector.h"

namespace ttr {

// sums[j] = sum over i of x[i][j], x [rows, columns].
TTR_VECTOR void sumRows(const float* x, int64_t rows, int64_t columns, float* sums) {
  for (int64_t j = 0; j < columns; j++) sums[j] = 0;
  for (int64_t i = 0; i < rows; i++, x += columns) {
#pragma omp simd
    for (int64_t j = 0; j < columns; j++) sums[j] += x[j];
  }
}

// x, kernel, bias -> y.
inline void dense(Call& call) {
  const Shape kernel = call.shape(1);
  const int64_t inputs = kernel[0], outputs = kernel[1];
  Shape shape = call.shape(0);
  const int64_t rows = call.size(0) / inputs;
  shape.back() = outputs;
  gemm(rows, outputs, inputs, plain(call.floats(0), inputs), plain(call.floats(1), outputs), call.output(0, shape),
       outputs, call.size(2) > 0 ? call.floats(2) : nullptr);
}

// dy, x, kernel, bias -> dx, dkernel, dbias.
inline void denseGrad(Call& call) {
  const Shape kernel = call.shape(2);
  const int64_t inputs = kernel[0], outputs = kernel[1], rows = call.size(1) / inputs;
  const float* dy = call.floats(0);
  gemm(rows, inputs, outputs, plain(dy, outputs), transposed(call.floats(2), outputs), call.output(0, call.shape(1)),
       inputs);
  gemm(inputs, outputs, rows, transposed(call.floats(1), inputs), plain(dy, outputs), call.output(1, kernel), outputs);
  float* dbias = call.output(2, call.shape(3));
  if (call.size(3) > 0) sumRows(dy, rows, outputs, dbias);
}

inline void defineDense() {
  define<dense>("TtrDense", {"x: float", "kernel: float", "bias: float"}, {"y: float"});
  define<denseGrad>("TtrDenseGrad", {"dy: float", "x: float", "kernel: float", "bias: float"},
                    {"dx: float", "dkernel: float", "dbias: float"});
}

}  // namespace ttr
