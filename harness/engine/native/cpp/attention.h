// Scaled dot-product attention of all heads, and its gradients. q [B, H, Tq, D], k [B, H, Tk, D], v [B, H, Tk, E].
#pragma once

#include <vector>

#include "gemm.h"
#include "op.h"
#include "softmax.h"

namespace ttr {

struct AttentionSizes {
  int64_t batch, heads, queries, keys, depth, width;
};

inline AttentionSizes attentionSizes(const Shape& query, const Shape& value) {
  return {query[0], query[1], query[2], value[2], query[3], value[3]};
}

// Turns a head's scores into weights. A hidden key gets exactly 0; a query that sees none gets zeros.
inline void maskedSoftmax(const AttentionSizes& s, float scale, bool causal, const float* mask, float* weights,
                          float* shown) {
  for (int64_t q = 0; q < s.queries; q++) {
    float* row = weights + q * s.keys;
    const int64_t past = causal ? q + 1 : s.keys;
    // The keys that may be seen are packed, so that a hidden one never enters the maximum or the sum.
    int64_t seen = past;
    const float* scores = row;
    if (mask != nullptr) {
      seen = 0;
      for (int64_t i = 0; i < past; i++) {
        if (mask[i] != 0) shown[seen++] = row[i];
      }
      scores = shown;
    }
    float maximum;
    const float sum = seen == 0 ? 1.0f : exponentials(scores, scale, seen, row, &maximum);
    scaleBy(1.0f / sum, row, seen);
    for (int64_t i = seen; i < s.keys; i++) row[i] = 0;
    if (mask != nullptr) {
      for (int64_t i = past - 1, from = seen - 1; i >= 0; i--) row[i] = mask[i] != 0 ? row[from--] : 0;
    }
  }
}

// query, key, value, options (scale, causal), mask [B, Tk] or no elements -> y [B, H, Tq, E], weights [B, H, Tq, Tk].
inline void attention(Call& call) {
  const AttentionSizes s = attentionSizes(call.shape(0), call.shape(2));
  const float* options = call.floats(3);
  float* y = call.output(0, {s.batch, s.heads, s.queries, s.width});
  float* weights = call.output(1, {s.batch, s.heads, s.queries, s.keys});
  std::vector<float> shown(s.keys);
  for (int64_t head = 0; head < s.batch * s.heads; head++) {
    float* own = weights + head * s.queries * s.keys;
    gemm(s.queries, s.keys, s.depth, plain(call.floats(0) + head * s.queries * s.depth, s.depth),
         transposed(call.floats(1) + head * s.keys * s.depth, s.depth), own, s.keys);
    const float* mask = call.size(4) > 0 ? call.floats(4) + head / s.heads * s.keys : nullptr;
    maskedSoftmax(s, options[0], options[1] != 0, mask, own, shown.data());
    gemm(s.queries, s.width, s.keys, plain(own, s.keys), plain(call.floats(2) + head * s.keys * s.width, s.width),
         y + head * s.queries * s.width, s.width);
  }
}

// dy, query, key, value, weights, options -> dquery, dkey, dvalue.
inline void attentionGrad(Call& call) {
  const AttentionSizes s = attentionSizes(call.shape(1), call.shape(3));
  const float scale = call.floats(5)[0];
  float* dquery = call.output(0, call.shape(1));
  float* dkey = call.output(1, call.shape(2));
  float* dvalue = call.output(2, call.shape(3));
  std::vector<float> dscores(s.queries * s.keys);
  for (int64_t head = 0; head < s.batch * s.heads; head++) {
    const float* dy = call.floats(0) + head * s.queries * s.width;
    const float* weights = call.floats(4) + head * s.queries * s.keys;
    const int64_t q = head * s.queries * s.depth, k = head * s.keys * s.depth, v = head * s.keys * s.width;
    gemm(s.queries, s.keys, s.width, plain(dy, s.width), transposed(call.floats(3) + v, s.width), dscores.data(), s.keys);
    for (int64_t r = 0; r < s.queries; r++) {
      float* row = dscores.data() + r * s.keys;
      softmaxRowGrad(row, weights + r * s.keys, scale, s.keys, row);
    }
    gemm(s.queries, s.depth, s.keys, plain(dscores.data(), s.keys), plain(call.floats(2) + k, s.depth), dquery + q,
         s.depth);
    gemm(s.keys, s.depth, s.queries, transposed(dscores.data(), s.keys), plain(call.floats(1) + q, s.depth), dkey + k,
         s.depth);
    gemm(s.keys, s.width, s.queries, transposed(weights, s.keys), plain(dy, s.width), dvalue + v, s.width);
  }
}

inline void defineAttention() {
  define<attention>("TtrAttention", {"query: float", "key: float", "value: float", "options: float", "mask: float"},
                    {"y: float", "weights: float"});
  define<attentionGrad>(
      "TtrAttentionGrad",
      {"dy: float", "query: float", "key: float", "value: float", "weights: float", "options: float"},
      {"dquery: float", "dkey: float", "dvalue: float"});
}

}  // namespace ttr
