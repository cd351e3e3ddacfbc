// One pass over a parameter for each optimizer update. `factors` holds the numbers of the update in the order named.
#pragma once

#include <cmath>

#include "op.h"
#include "vector.h"

namespace ttr {

struct AdamFactors {
  float b1, b2, c1, c2, epsilon, nesterov, rate, decay;
};

// update = n / c1 / (sqrt(v' / c2) + epsilon), n = m' or b1 m' + (1 - b1) g; with a parameter: the new parameter.
TTR_VECTOR void adam(const float* parameter, const float* g, const float* m, const float* v, AdamFactors f,
                     int64_t count, float* out, float* newM, float* newV) {
  const float lead = f.nesterov != 0 ? f.b1 : 1.0f;
  const float fresh = f.nesterov != 0 ? 1.0f - f.b1 : 0.0f;
#pragma omp simd
  for (int64_t i = 0; i < count; i++) {
    const float mean = flushed(f.b1 * m[i] + (1.0f - f.b1) * g[i]);
    const float square = flushed(f.b2 * v[i] + (1.0f - f.b2) * g[i] * g[i]);
    newM[i] = mean;
    newV[i] = square;
    out[i] = (lead * mean + fresh * g[i]) / f.c1 / (std::sqrt(square / f.c2) + f.epsilon);
  }
  if (parameter == nullptr) return;
#pragma omp simd
  for (int64_t i = 0; i < count; i++) out[i] = parameter[i] - f.rate * (out[i] + f.decay * parameter[i]);
}

// g / (sqrt(v' / c2) + epsilon).
TTR_VECTOR void rms(const float* g, const float* v, float b2, float c2, float epsilon, int64_t count, float* out,
                    float* newV) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) {
    newV[i] = flushed(b2 * v[i] + (1.0f - b2) * g[i] * g[i]);
    out[i] = g[i] / (std::sqrt(newV[i] / c2) + epsilon);
  }
}

// trace' = g + momentum trace; update = trace', or g + momentum trace'.
TTR_VECTOR void trace(const float* g, const float* old, float momentum, bool nesterov, int64_t count, float* out,
                      float* next) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) {
    next[i] = flushed(g[i] + momentum * old[i]);
    out[i] = nesterov ? g[i] + momentum * next[i] : next[i];
  }
}

TTR_VECTOR void combine(const float* a, const float* b, float ka, float kb, int64_t count, float* out) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) out[i] = ka * a[i] + kb * b[i];
}

// Sums blocks of 4096 in float, the blocks' sums in double.
TTR_VECTOR float sumSquares(const float* x, int64_t count) {
  double total = 0;
  for (int64_t start = 0; start < count; start += 4096) {
    const int64_t end = start + 4096 < count ? start + 4096 : count;
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int64_t i = start; i < end; i++) sum += x[i] * x[i];
    total += sum;
  }
  return static_cast<float>(total);
}

// [parameter,] gradient, m, v, factors -> update or new parameter, m', v'.
template <int first>
void adamOp(Call& call) {
  const float* k = call.floats(first + 3);
  const AdamFactors f{k[0], k[1], k[2], k[3], k[4], k[5], first ? k[6] : 0, first ? k[7] : 0};
  const Shape shape = call.shape(first);
  float* out = call.output(0, shape);
  float* m = call.output(1, shape);
  float* v = call.output(2, shape);
  adam(first ? call.floats(0) : nullptr, call.floats(first), call.floats(first + 1), call.floats(first + 2), f,
       call.size(first), out, m, v);
}

inline void rmsOp(Call& call) {
  const float* k = call.floats(2);
  float* out = call.output(0, call.shape(0));
  rms(call.floats(0), call.floats(1), k[0], k[1], k[2], call.size(0), out, call.output(1, call.shape(0)));
}

inline void traceOp(Call& call) {
  const float* k = call.floats(2);
  float* out = call.output(0, call.shape(0));
  trace(call.floats(0), call.floats(1), k[0], k[1] != 0, call.size(0), out, call.output(1, call.shape(0)));
}

inline void combineOp(Call& call) {
  const float* k = call.floats(2);
  combine(call.floats(0), call.floats(1), k[0], k[1], call.size(0), call.output(0, call.shape(0)));
}

inline void sumSquaresOp(Call& call) { *call.output(0, {}) = sumSquares(call.floats(0), call.size(0)); }

inline void defineOptimizers() {
  define<adamOp<0>>("TtrAdam", {"g: float", "m: float", "v: float", "factors: float"},
                    {"update: float", "m2: float", "v2: float"});
  define<adamOp<1>>("TtrAdamW", {"p: float", "g: float", "m: float", "v: float", "factors: float"},
                    {"p2: float", "m2: float", "v2: float"});
  define<rmsOp>("TtrRms", {"g: float", "v: float", "factors: float"}, {"update: float", "v2: float"});
  define<traceOp>("TtrTrace", {"g: float", "trace: float", "factors: float"}, {"update: float", "trace2: float"});
  define<combineOp>("TtrCombine", {"a: float", "b: float", "factors: float"}, {"sum: float"});
  define<sumSquaresOp>("TtrSumSquares", {"x: float"}, {"sum: float"});
}

}  // namespace ttr
