// GELU in its tanh and its erf form, and SiLU, each with its gradient.
#pragma once

#include "op.h"
#include "vector.h"

namespace ttr {

// 0.5 (1 + tanh u) = sigmoid(2 u) with 2 u = x (a + b x^2), a = 2 sqrt(2 / pi), b = 0.044715 a.
constexpr float geluLinear = 1.5957691216057308f;
constexpr float geluCubic = 0.044715f * geluLinear;

TTR_VECTOR void gelu(const float* x, float* y, int64_t count) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) y[i] = x[i] * sigmoid(x[i] * (geluLinear + geluCubic * x[i] * x[i]));
}

TTR_VECTOR void geluGrad(const float* dy, const float* x, float* dx, int64_t count) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) {
    const float square = x[i] * x[i];
    const float s = sigmoid(x[i] * (geluLinear + geluCubic * square));
    dx[i] = dy[i] * (s + x[i] * s * (1.0f - s) * (geluLinear + 3.0f * geluCubic * square));
  }
}

// The standard normal distribution function, by the form 7.1.26 of Abramowitz & Stegun 1964 (error 1e-7).
TTR_INLINE float normalBelow(float x, float density) {
  const float t = 1.0f / (1.0f + 0.3275911f * 0.70710678f * (x < 0 ? -x : x));
  const float series =
      t * (0.254829592f + t * (-0.284496736f + t * (1.421413741f + t * (-1.453152027f + t * 1.061405429f))));
  const float tail = 0.5f * series * density;
  return x < 0 ? tail : 1.0f - tail;
}

TTR_VECTOR void geluExact(const float* x, float* y, int64_t count) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) y[i] = x[i] * normalBelow(x[i], exponential(-0.5f * x[i] * x[i]));
}

TTR_VECTOR void geluExactGrad(const float* dy, const float* x, float* dx, int64_t count) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) {
    const float density = exponential(-0.5f * x[i] * x[i]);
    dx[i] = dy[i] * (normalBelow(x[i], density) + x[i] * 0.39894228f * density);
  }
}

TTR_VECTOR void silu(const float* x, float* y, int64_t count) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) y[i] = x[i] * sigmoid(x[i]);
}

TTR_VECTOR void siluGrad(const float* dy, const float* x, float* dx, int64_t count) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) {
    const float s = sigmoid(x[i]);
    dx[i] = dy[i] * (s + x[i] * s * (1.0f - s));
  }
}

using Unary = void (*)(const float*, float*, int64_t);
using UnaryGrad = void (*)(const float*, const float*, float*, int64_t);

template <Unary f>
void mapOp(Call& call) {
  f(call.floats(0), call.output(0, call.shape(0)), call.size(0));
}

template <UnaryGrad f>
void mapGradOp(Call& call) {
  f(call.floats(0), call.floats(1), call.output(0, call.shape(0)), call.size(0));
}

inline void defineActivations() {
  define<mapOp<gelu>>("TtrGelu", {"x: float"}, {"y: float"});
  define<mapGradOp<geluGrad>>("TtrGeluGrad", {"dy: float", "x: float"}, {"dx: float"});
  define<mapOp<geluExact>>("TtrGeluExact", {"x: float"}, {"y: float"});
  define<mapGradOp<geluExactGrad>>("TtrGeluExactGrad", {"dy: float", "x: float"}, {"dx: float"});
  define<mapOp<silu>>("TtrSilu", {"x: float"}, {"y: float"});
  define<mapGradOp<siluGrad>>("TtrSiluGrad", {"dy: float", "x: float"}, {"dx: float"});
}

}  // namespace ttr
