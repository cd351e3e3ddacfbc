// Attention weights with masks, and cross-entropy with its gradient: both a softmax of rows.
#pragma once

#include <cmath>
#include <vector>

#include "op.h"
#include "vector.h"

namespace ttr {

// y = exp(factor x - max) of n numbers; returns the sum, and the maximum of factor x.
TTR_VECTOR float exponentials(const float* x, float factor, int64_t n, float* y, float* maximum) {
  float top = factor * x[0];
#pragma omp simd reduction(max : top)
  for (int64_t i = 1; i < n; i++) top = factor * x[i] > top ? factor * x[i] : top;
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < n; i++) {
    y[i] = exponential(factor * x[i] - top);
    sum += y[i];
  }
  *maximum = top;
  return sum;
}

TTR_VECTOR void scaleBy(float factor, float* y, int64_t n) {
#pragma omp simd
  for (int64_t i = 0; i < n; i++) y[i] *= factor;
}

// dx = factor y (dy - sum(dy y)).
TTR_VECTOR void softmaxRowGrad(const float* dy, const float* y, float factor, int64_t n, float* dx) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < n; i++) sum += dy[i] * y[i];
#pragma omp simd
  for (int64_t i = 0; i < n; i++) dx[i] = factor * y[i] * (dy[i] - sum);
}

// scores [B, H, Tq, Tk], options (scale, causal), mask [B, Tk] or empty -> weights. A hidden key gets exactly 0.
inline void attentionWeights(Call& call) {
  const Shape shape = call.shape(0);
  const int64_t keys = shape[3], queries = shape[2], perExample = shape[1] * queries;
  const int64_t rows = shape[0] * perExample;
  const float scale = call.floats(1)[0];
  const bool causal = call.floats(1)[1] != 0;
  const bool masked = call.size(2) > 0;
  float* weights = call.output(0, shape);
  std::vector<float> shown(keys);
  for (int64_t r = 0; r < rows; r++) {
    const int64_t past = causal ? r % queries + 1 : keys;
    const float* mask = masked ? call.floats(2) + r / perExample * keys : nullptr;
    const float* scores = call.floats(0) + r * keys;
    float* row = weights + r * keys;
    // The keys that may be seen are packed, so that a hidden one never enters the maximum or the sum.
    int64_t seen = past;
    if (masked) {
      seen = 0;
      for (int64_t i = 0; i < past; i++) {
        if (mask[i] != 0) shown[seen++] = scores[i];
      }
      scores = shown.data();
    }
    float maximum;
    const float sum = seen == 0 ? 1.0f : exponentials(scores, scale, seen, row, &maximum);
    scaleBy(1.0f / sum, row, seen);
    for (int64_t i = seen; i < keys; i++) row[i] = 0;
    if (masked) {
      for (int64_t i = past - 1, from = seen - 1; i >= 0; i--) {
        row[i] = mask[i] != 0 ? row[from--] : 0;
      }
    }
  }
}

// dweights, weights, options (scale, causal) -> dscores.
inline void attentionWeightsGrad(Call& call) {
  const int64_t keys = call.shape(0).back(), rows = call.size(0) / keys;
  float* dscores = call.output(0, call.shape(0));
  for (int64_t r = 0; r < rows; r++) {
    softmaxRowGrad(call.floats(0) + r * keys, call.floats(1) + r * keys, call.floats(2)[0], keys, dscores + r * keys);
  }
}

// logits [N, V], labels [N], smoothing -> losses [N], slopes of each row's loss [N, V]. Other labels: 0, 0.
inline void crossEntropy(Call& call) {
  const int64_t classes = call.shape(0)[1], rows = call.shape(0)[0];
  const float smoothing = *call.floats(2), rest = smoothing / classes;
  float* losses = call.output(0, {rows});
  float* slopes = call.output(1, {rows, classes});
  for (int64_t r = 0; r < rows; r++) {
    const float* logits = call.floats(0) + r * classes;
    float* slope = slopes + r * classes;
    const int32_t label = call.ints(1)[r];
    if (label < 0 || label >= classes) {
      losses[r] = 0;
      for (int64_t i = 0; i < classes; i++) slope[i] = 0;
      continue;
    }
    float maximum;
    const float sum = exponentials(logits, 1, classes, slope, &maximum);
    float all = 0;
    for (int64_t i = 0; i < classes && rest != 0; i++) all += logits[i];
    for (int64_t i = 0; i < classes; i++) slope[i] = slope[i] / sum - rest;
    slope[label] -= 1 - smoothing;
    losses[r] = std::log(sum) + maximum - (1 - smoothing) * logits[label] - rest * all;
  }
}

inline void defineSoftmax() {
  define<attentionWeights>("TtrAttentionWeights", {"scores: float", "options: float", "mask: float"}, {"weights: float"});
  define<attentionWeightsGrad>("TtrAttentionWeightsGrad",
                               {"dweights: float", "weights: float", "options: float"}, {"dscores: float"});
  define<crossEntropy>("TtrSoftmaxCrossEntropy", {"logits: float", "labels: int32", "smoothing: float"},
                       {"losses: float", "slopes: float"});
}

}  // namespace ttr
