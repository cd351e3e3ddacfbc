// Affine map of the last axis with its gradients: y = x kernel + bias, x [..., I], kernel [I, O], bias [O] or no elements.
#pragma once

#include <vector>

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

// x, kernel, bias -> y, or max(y, 0).
template <bool relu>
void dense(Call& call) {
  const Shape kernel = call.shape(1);
  const int64_t inputs = kernel[0], outputs = kernel[1];
  Shape shape = call.shape(0);
  const int64_t rows = call.size(0) / inputs;
  shape.back() = outputs;
  gemm(rows, outputs, inputs, plain(call.floats(0), inputs), plain(call.floats(1), outputs), call.output(0, shape),
       outputs, call.size(2) > 0 ? call.floats(2) : nullptr, false, relu);
}

// Gradients of x, kernel and bias from that of x kernel + bias; dy, x, kernel and bias are the first inputs.
inline void denseGradFrom(const float* dy, Call& call) {
  const Shape kernel = call.shape(2);
  const int64_t inputs = kernel[0], outputs = kernel[1], rows = call.size(1) / inputs;
  gemm(rows, inputs, outputs, plain(dy, outputs), transposed(call.floats(2), outputs), call.output(0, call.shape(1)),
       inputs);
  gemm(inputs, outputs, rows, transposed(call.floats(1), inputs), plain(dy, outputs), call.output(1, kernel), outputs);
  float* dbias = call.output(2, call.shape(3));
  if (call.size(3) > 0) sumRows(dy, rows, outputs, dbias);
}

inline void denseGrad(Call& call) { denseGradFrom(call.floats(0), call); }

TTR_VECTOR void whereActive(const float* dy, const float* y, int64_t count, float* slopes) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) slopes[i] = y[i] > 0 ? dy[i] : 0.0f;
}

// dy, x, kernel, bias, y = max(x kernel + bias, 0).
inline void denseReluGrad(Call& call) {
  std::vector<float> slopes(call.size(0));
  whereActive(call.floats(0), call.floats(4), call.size(0), slopes.data());
  denseGradFrom(slopes.data(), call);
}

inline void defineDense() {
  const Arguments gradients = {"dx: float", "dkernel: float", "dbias: float"};
  define<dense<false>>("TtrDense", {"x: float", "kernel: float", "bias: float"}, {"y: float"});
  define<denseGrad>("TtrDenseGrad", {"dy: float", "x: float", "kernel: float", "bias: float"}, gradients);
  define<dense<true>>("TtrDenseRelu", {"x: float", "kernel: float", "bias: float"}, {"y: float"});
  define<denseReluGrad>("TtrDenseReluGrad", {"dy: float", "x: float", "kernel: float", "bias: float", "y: float"},
                        gradients);
}

}  // namespace ttr
