// Connectionist temporal classification in log space: minus the log probability of the labels over all alignments.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "op.h"
#include "softmax.h"
#include "vector.h"

namespace ttr {

// Stands for the logarithm of 0; finite, so that sums of a few stay finite.
constexpr float never = -1e30f;
// Room before and after a row of states, so that neighbours may always be read.
constexpr int64_t margin = 2;

// to[s] = log(exp a[s] + exp b[s] + exp(c[s] + skips[s])) + emitted[s].
TTR_VECTOR void addPaths(const float* a, const float* b, const float* c, const float* skips, const float* emitted,
                         int64_t n, float* to) {
#pragma omp simd
  for (int64_t s = 0; s < n; s++) {
    const float skip = c[s] + skips[s];
    float top = a[s] > b[s] ? a[s] : b[s];
    top = top > skip ? top : skip;
    const float sum = exponential(a[s] - top) + exponential(b[s] - top) + exponential(skip - top);
    const float all = top + logarithm(sum) + emitted[s];
    to[s] = all > never ? all : never;
  }
}

// One example: blank, label, blank, ..., blank; states 2 U + 1.
struct Lattice {
  const float* logits;
  const float* norms;
  int64_t frames, classes, states;
  std::vector<int32_t> path;
  // 0 where a state may be entered from two before it, else `never`.
  std::vector<float> skips;

  Lattice(const float* logits, const float* norms, int64_t frames, int64_t classes, const int32_t* labels,
          int64_t count, int32_t blank)
      : logits(logits), norms(norms), frames(frames), classes(classes), states(2 * count + 1), path(states, blank),
        skips(states + margin, never) {
    for (int64_t u = 0; u < count; u++) {
      path[2 * u + 1] = labels[u];
      if (u > 0 && labels[u] != labels[u - 1]) skips[2 * u + 1] = 0;
    }
  }

  // Log probability of each state's class at frame t; `never` for a label that is no class.
  void emissions(int64_t t, float* out) const {
    for (int64_t s = 0; s < states; s++) {
      out[s] = path[s] >= 0 && path[s] < classes ? logits[t * classes + path[s]] - norms[t] : never;
    }
  }
};

inline float logSum(float a, float b) {
  const float top = std::max(a, b);
  return top <= never ? never : top + std::log(std::exp(a - top) + std::exp(b - top));
}

// logits [B, T, V], logitLengths [B], labels [B, U], labelLengths [B], blank
// -> losses [B], alphas [B, T, 2 U + 1], norms [B, T], totals [B].
inline void ctc(Call& call) {
  const Shape shape = call.shape(0);
  const int64_t batch = shape[0], time = shape[1], classes = shape[2], room = call.shape(2)[1], row = 2 * room + 1;
  float* losses = call.output(0, {batch});
  float* alphas = call.output(1, {batch, time, row});
  float* norms = call.output(2, {batch, time});
  float* totals = call.output(3, {batch});
  std::vector<float> emitted(row), before(row + margin, never), scratch(classes);
  for (int64_t b = 0; b < batch; b++, alphas += time * row, norms += time) {
    const float* logits = call.floats(0) + b * time * classes;
    const Lattice lattice(logits, norms, std::min<int64_t>(call.ints(1)[b], time), classes, call.ints(2) + b * room,
                          std::min<int64_t>(call.ints(3)[b], room), *call.ints(4));
    std::fill_n(alphas, time * row, never);
    std::fill_n(norms, time, 0.0f);
    for (int64_t t = 0; t < lattice.frames; t++) {
      float maximum;
      const float sum = exponentials(logits + t * classes, 1, classes, scratch.data(), &maximum);
      norms[t] = maximum + std::log(sum);
      lattice.emissions(t, emitted.data());
      float* alpha = alphas + t * row;
      if (t == 0) {
        for (int64_t s = 0; s < std::min<int64_t>(2, lattice.states); s++) alpha[s] = emitted[s];
        continue;
      }
      std::copy_n(alpha - row, lattice.states, before.data() + margin);
      addPaths(before.data() + 2, before.data() + 1, before.data(), lattice.skips.data(), emitted.data(),
               lattice.states, alpha);
    }
    const float* last = alphas + (lattice.frames - 1) * row;
    const int64_t n = lattice.states;
    const float total = lattice.frames < 1 ? never : n == 1 ? last[0] : logSum(last[n - 1], last[n - 2]);
    totals[b] = total;
    losses[b] = total > never / 2 ? -total : 0.0f;
  }
}

// dy, logits, logitLengths, labels, labelLengths, alphas, norms, totals, blank -> dlogits.
inline void ctcGrad(Call& call) {
  const Shape shape = call.shape(1);
  const int64_t batch = shape[0], time = shape[1], classes = shape[2], room = call.shape(3)[1], row = 2 * room + 1;
  float* out = call.output(0, shape);
  std::vector<float> emitted(row), beta(row), entered(row + margin), nothing(row, 0.0f), skips(row);
  for (int64_t b = 0; b < batch; b++, out += time * classes) {
    const float *logits = call.floats(1) + b * time * classes, *norms = call.floats(6) + b * time;
    const float *alphas = call.floats(5) + b * time * row, weight = call.floats(0)[b], total = call.floats(7)[b];
    const Lattice lattice(logits, norms, std::min<int64_t>(call.ints(2)[b], time), classes, call.ints(3) + b * room,
                          std::min<int64_t>(call.ints(4)[b], room), *call.ints(8));
    std::fill_n(out, time * classes, 0.0f);
    if (!(total > never / 2)) continue;
    // beta: log probability of all ways to finish from a state, its own frame not counted.
    const int64_t n = lattice.states;
    for (int64_t s = 0; s < n; s++) {
      beta[s] = s >= n - 2 ? 0.0f : never;
      skips[s] = s + 2 < n ? lattice.skips[s + 2] : never;
    }
    for (int64_t t = lattice.frames - 1; t >= 0; t--) {
      if (t < lattice.frames - 1) {
        std::fill(entered.begin(), entered.end(), never);
        for (int64_t s = 0; s < n; s++) entered[s] = std::max(beta[s] + emitted[s], never);
        addPaths(entered.data(), entered.data() + 1, entered.data() + 2, skips.data(), nothing.data(), n, beta.data());
      }
      lattice.emissions(t, emitted.data());
      float* slope = out + t * classes;
      for (int64_t v = 0; v < classes; v++) slope[v] = weight * std::exp(logits[t * classes + v] - norms[t]);
      for (int64_t s = 0; s < n; s++) {
        const float posterior = alphas[t * row + s] + beta[s] - total;
        if (posterior > -80.0f && lattice.path[s] >= 0 && lattice.path[s] < classes) {
          slope[lattice.path[s]] -= weight * std::exp(std::min(posterior, 0.0f));
        }
      }
    }
  }
}

inline void defineCtc() {
  define<ctc>("TtrCtc",
              {"logits: float", "logit_lengths: int32", "labels: int32", "label_lengths: int32", "blank: int32"},
              {"losses: float", "alphas: float", "norms: float", "totals: float"});
  define<ctcGrad>("TtrCtcGrad",
                  {"dy: float", "logits: float", "logit_lengths: int32", "labels: int32", "label_lengths: int32",
                   "alphas: float", "norms: float", "totals: float", "blank: int32"},
                  {"dlogits: float"});
}

}  // namespace ttr
