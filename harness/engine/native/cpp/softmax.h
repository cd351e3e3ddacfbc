// Softmax of rows, and cross-entropy with its gradient.
#pragma once

#include <cmath>

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

// max(x, 0) - x z + log(1 + exp(-|x|)).
TTR_VECTOR void sigmoidCrossEntropy(const float* logits, const float* labels, int64_t count, float* losses) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) {
    const float x = logits[i], size = x < 0 ? -x : x;
    losses[i] = (x > 0 ? x : 0.0f) - x * labels[i] + logarithm(1.0f + exponential(-size));
  }
}

TTR_VECTOR void sigmoidCrossEntropyGrad(const float* dy, const float* logits, const float* labels, int64_t count,
                                        float* dlogits) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) dlogits[i] = dy[i] * (sigmoid(logits[i]) - labels[i]);
}

// logits, labels -> losses.
inline void sigmoidCrossEntropyOp(Call& call) {
  sigmoidCrossEntropy(call.floats(0), call.floats(1), call.size(0), call.output(0, call.shape(0)));
}

// dy, logits, labels -> dlogits.
inline void sigmoidCrossEntropyGradOp(Call& call) {
  sigmoidCrossEntropyGrad(call.floats(0), call.floats(1), call.floats(2), call.size(0),
                          call.output(0, call.shape(1)));
}

inline void defineSoftmax() {
  define<crossEntropy>("TtrSoftmaxCrossEntropy", {"logits: float", "labels: int32", "smoothing: float"},
                       {"losses: float", "slopes: float"});
  define<sigmoidCrossEntropyOp>("TtrSigmoidCrossEntropy", {"logits: float", "labels: float"}, {"losses: float"});
  define<sigmoidCrossEntropyGradOp>("TtrSigmoidCrossEntropyGrad", {"dy: float", "logits: float", "labels: float"},
                                    {"dlogits: float"});
}

}  // namespace ttr
