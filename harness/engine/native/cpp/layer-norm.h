// Normalization of the last axis: y = scale (x - mean) / sqrt(variance + epsilon) + bias, x [..., C].
#pragma once

#include <cmath>

#include "op.h"
#include "vector.h"

namespace ttr {

// One row of c numbers; returns mean and 1 / deviation.
TTR_VECTOR void normalizeRow(const float* x, const float* scale, const float* bias, float epsilon, int64_t c,
                             float* y, float* mean, float* slope) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < c; i++) sum += x[i];
  const float m = sum / c;
  float squares = 0;
#pragma omp simd reduction(+ : squares)
  for (int64_t i = 0; i < c; i++) squares += (x[i] - m) * (x[i] - m);
  const float s = 1.0f / std::sqrt(squares / c + epsilon);
#pragma omp simd
  for (int64_t i = 0; i < c; i++) y[i] = (x[i] - m) * s * scale[i] + bias[i];
  *mean = m;
  *slope = s;
}

// Gradient of one row; adds to those of scale and bias.
TTR_VECTOR void normalizeRowGrad(const float* dy, const float* x, const float* scale, float mean, float slope,
                                 int64_t c, float* dx, float* dscale, float* dbias) {
  float sum = 0, product = 0;
#pragma omp simd reduction(+ : sum, product)
  for (int64_t i = 0; i < c; i++) {
    const float g = dy[i] * scale[i];
    sum += g;
    product += g * (x[i] - mean);
  }
  const float a = sum / c, b = product * slope * slope / c;
#pragma omp simd
  for (int64_t i = 0; i < c; i++) {
    const float centred = x[i] - mean;
    dx[i] = slope * (dy[i] * scale[i] - a - centred * b);
    dscale[i] += dy[i] * centred * slope;
    dbias[i] += dy[i];
  }
}

// x, scale, bias, epsilon -> y, mean and 1 / deviation of each row.
inline void layerNorm(Call& call) {
  const int64_t c = call.size(1), rows = call.size(0) / c;
  const float* x = call.floats(0);
  float* y = call.output(0, call.shape(0));
  float* mean = call.output(1, {rows});
  float* slope = call.output(2, {rows});
  for (int64_t r = 0; r < rows; r++) {
    normalizeRow(x + r * c, call.floats(1), call.floats(2), *call.floats(3), c, y + r * c, mean + r, slope + r);
  }
}

// dy, x, scale, mean, slope -> dx, dscale, dbias.
inline void layerNormGrad(Call& call) {
  const int64_t c = call.size(2), rows = call.size(0) / c;
  float* dx = call.output(0, call.shape(0));
  float* dscale = call.output(1, {c});
  float* dbias = call.output(2, {c});
  for (int64_t i = 0; i < c; i++) dscale[i] = dbias[i] = 0;
  for (int64_t r = 0; r < rows; r++) {
    normalizeRowGrad(call.floats(0) + r * c, call.floats(1) + r * c, call.floats(2), call.floats(3)[r],
                     call.floats(4)[r], c, dx + r * c, dscale, dbias);
  }
}

inline void defineLayerNorm() {
  define<layerNorm>("TtrLayerNorm", {"x: float", "scale: float", "bias: float", "epsilon: float"},
                    {"y: float", "mean: float", "slope: float"});
  define<layerNormGrad>("TtrLayerNormGrad",
                        {"dy: float", "x: float", "scale: float", "mean: float", "slope: float"},
                        {"dx: float", "dscale: float", "dbias: float"});
}

}  // namespace ttr
