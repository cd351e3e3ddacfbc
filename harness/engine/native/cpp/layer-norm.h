// Normalization of the last axis: y = scale (x - mean) / sqrt(variance + epsilon) + bias, x [..., C].
#pragma once

#include <cmath>

#include "op.h"
#include "vector.h"

namespace ttr {

// What the rows of one call share. `c` is their width.
struct Affine {
  const float *scale, *bias;
  float epsilon;
  int64_t c;
};

// Normalizes rows and keeps mean and 1 / deviation of each.
TTR_VECTOR void normalizeRows(const float* x, const Affine& f, int64_t rows, float* y, float* mean, float* slope) {
  const int64_t c = f.c;
  const float share = 1.0f / c;
  const float *scale = f.scale, *bias = f.bias;
  const float epsilon = f.epsilon;
  for (int64_t r = 0; r < rows; r++, x += c, y += c) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int64_t i = 0; i < c; i++) sum += x[i];
    const float m = sum * share;
    float squares = 0;
#pragma omp simd reduction(+ : squares)
    for (int64_t i = 0; i < c; i++) squares += (x[i] - m) * (x[i] - m);
    const float s = 1.0f / std::sqrt(squares * share + epsilon);
#pragma omp simd
    for (int64_t i = 0; i < c; i++) y[i] = (x[i] - m) * s * scale[i] + bias[i];
    mean[r] = m;
    slope[r] = s;
  }
}

// Gradients of rows; adds to those of scale and bias.
TTR_VECTOR void normalizeRowsGrad(const float* dy, const float* x, const Affine& f, const float* mean,
                                  const float* slope, int64_t rows, float* dx, float* dscale, float* dbias) {
  const int64_t c = f.c;
  const float share = 1.0f / c;
  const float* scale = f.scale;
  for (int64_t r = 0; r < rows; r++, dy += c, x += c, dx += c) {
    const float m = mean[r], s = slope[r];
    float sum = 0, product = 0;
#pragma omp simd reduction(+ : sum, product)
    for (int64_t i = 0; i < c; i++) {
      const float g = dy[i] * scale[i];
      sum += g;
      product += g * (x[i] - m);
    }
    const float a = sum * share, b = product * s * s * share;
#pragma omp simd
    for (int64_t i = 0; i < c; i++) {
      const float centred = x[i] - m;
      dx[i] = s * (dy[i] * scale[i] - a - centred * b);
      dscale[i] += dy[i] * centred * s;
      dbias[i] += dy[i];
    }
  }
}

// x, scale, bias, epsilon -> y, mean and 1 / deviation of each row.
inline void layerNorm(Call& call) {
  const int64_t c = call.size(1), rows = call.size(0) / c;
  float* y = call.output(0, call.shape(0));
  float* mean = call.output(1, {rows});
  normalizeRows(call.floats(0), {call.floats(1), call.floats(2), *call.floats(3), c}, rows, y, mean,
                call.output(2, {rows}));
}

// dy, x, scale, mean, slope -> dx, dscale, dbias.
inline void layerNormGrad(Call& call) {
  const int64_t c = call.size(2), rows = call.size(0) / c;
  float* dx = call.output(0, call.shape(0));
  float* dscale = call.output(1, {c});
  float* dbias = call.output(2, {c});
  for (int64_t i = 0; i < c; i++) dscale[i] = dbias[i] = 0;
  normalizeRowsGrad(call.floats(0), call.floats(1), {call.floats(2), nullptr, 0, c}, call.floats(3), call.floats(4),
                    rows, dx, dscale, dbias);
}

inline void defineLayerNorm() {
  define<layerNorm>("TtrLayerNorm", {"x: float", "scale: float", "bias: float", "epsilon: float"},
                    {"y: float", "mean: float", "slope: float"});
  define<layerNormGrad>("TtrLayerNormGrad",
                        {"dy: float", "x: float", "scale: float", "mean: float", "slope: float"},
                        {"dx: float", "dscale: float", "dbias: float"});
}

}  // namespace ttr
