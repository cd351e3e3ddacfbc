// One pass over a parameter for each optimizer update. `factors` holds the numbers of the update in the order named.
#pragma once

#include <cmath>

#include "op.h"
#include "vector.h"

namespace ttr {

struct AdamFactors {
  float b1, b2, c1, c2, epsilon, nesterov;
};

// update = n / c1 / (sqrt(v' / c2) + epsilon), n = m' or b1 m' + (1 - b1) g.
TTR_VECTOR void adam(const float* g, const float* m, const float* v, AdamFactors f, int64_t count, float* out,
                     float* newM, float* newV) {
  const float lead = f.nesterov != 0 ? f.b1 : 1.0f;
  const float fresh = f.nesterov != 0 ? 1.0f - f.b1 : 0.0f;
  // (n / c1) / (sqrt(v' / c2) + epsilon) with one division a number.
  const float root = f.c1 / std::sqrt(f.c2), floor = f.c1 * f.epsilon;
#pragma omp simd
  for (int64_t i = 0; i < count; i++) {
    const float mean = flushed(f.b1 * m[i] + (1.0f - f.b1) * g[i]);
    const float square = flushed(f.b2 * v[i] + (1.0f - f.b2) * g[i] * g[i]);
    newM[i] = mean;
    newV[i] = square;
    out[i] = (lead * mean + fresh * g[i]) / (root * std::sqrt(square) + floor);
  }
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

TTR_VECTOR void scaleAll(const float* a, float k, int64_t count, float* out) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) out[i] = k * a[i];
}

TTR_VECTOR void descend(const float* p, const float* u, float ku, float kp, int64_t count, float* out) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) out[i] = p[i] + (ku * u[i] + kp * p[i]);
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

// Runs an update on each of n parameters. Inputs are `lists` lists of n tensors and the factors; `apply` is given the
// place of one tensor of each list, the factors, and the place of one output of each list.
template <int lists, int outputs, typename Apply>
void forEach(Call& call, Apply apply) {
  const int n = (call.inputs() - 1) / lists;
  const float* factors = call.floats(lists * n);
  for (int i = 0; i < n; i++) {
    const float* in[lists];
    float* out[outputs];
    for (int list = 0; list < lists; list++) in[list] = call.floats(list * n + i);
    for (int list = 0; list < outputs; list++) out[list] = call.output(list * n + i, call.shape(i));
    apply(in, factors, call.size(i), out);
  }
}

// gradients, m, v, factors -> updates, m', v'.
inline void adamOp(Call& call) {
  forEach<3, 3>(call, [](const float** in, const float* k, int64_t count, float** out) {
    adam(in[0], in[1], in[2], {k[0], k[1], k[2], k[3], k[4], k[5]}, count, out[0], out[1], out[2]);
  });
}

// gradients, v, factors -> updates, v'.
inline void rmsOp(Call& call) {
  forEach<2, 2>(call, [](const float** in, const float* k, int64_t count, float** out) {
    rms(in[0], in[1], k[0], k[1], k[2], count, out[0], out[1]);
  });
}

// gradients, traces, factors -> updates, traces'.
inline void traceOp(Call& call) {
  forEach<2, 2>(call, [](const float** in, const float* k, int64_t count, float** out) {
    trace(in[0], in[1], k[0], k[1] != 0, count, out[0], out[1]);
  });
}

// a, b, factors -> ka a + kb b.
inline void combineOp(Call& call) {
  forEach<2, 1>(call, [](const float** in, const float* k, int64_t count, float** out) {
    combine(in[0], in[1], k[0], k[1], count, out[0]);
  });
}

// a, factors -> k a.
inline void scaleOp(Call& call) {
  forEach<1, 1>(call, [](const float** in, const float* k, int64_t count, float** out) {
    scaleAll(in[0], k[0], count, out[0]);
  });
}

// p, u, factors (ku, then kp of each) -> p + ku u + kp p.
inline void descendOp(Call& call) {
  const int n = (call.inputs() - 1) / 2;
  const float* factors = call.floats(2 * n);
  for (int i = 0; i < n; i++) {
    descend(call.floats(i), call.floats(n + i), factors[0], factors[1 + i], call.size(i), call.output(i, call.shape(i)));
  }
}

// x, no factors -> sum of squares of each.
inline void sumSquaresOp(Call& call) {
  for (int i = 0; i < call.inputs(); i++) *call.output(i, {}) = sumSquares(call.floats(i), call.size(i));
}

inline void defineOptimizers() {
  const Arguments n = {"N: int >= 1"};
  define<adamOp>("TtrAdam", {"gradient: N * float", "m: N * float", "v: N * float", "factors: float"},
                 {"update: N * float", "new_m: N * float", "new_v: N * float"}, n);
  define<rmsOp>("TtrRms", {"gradient: N * float", "v: N * float", "factors: float"},
                {"update: N * float", "new_v: N * float"}, n);
  define<traceOp>("TtrTrace", {"gradient: N * float", "trace: N * float", "factors: float"},
                  {"update: N * float", "new_trace: N * float"}, n);
  define<combineOp>("TtrCombine", {"a: N * float", "b: N * float", "factors: float"}, {"y: N * float"}, n);
  define<scaleOp>("TtrScale", {"a: N * float", "factors: float"}, {"y: N * float"}, n);
  define<descendOp>("TtrDescend", {"p: N * float", "u: N * float", "factors: float"}, {"y: N * float"}, n);
  define<sumSquaresOp>("TtrSumSquares", {"x: N * float"}, {"sum: N * float"}, n);
}

}  // namespace ttr
