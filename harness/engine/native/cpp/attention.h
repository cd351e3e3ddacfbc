// Scaled dot-product attention of all heads, and its gradients. Queries, keys and values are [B, H, T, D], or [B, T, H D]
// where each head takes its columns as they lie. Weights are kept as [B, H, Tk, Tq], so that vectors run over the queries.
#pragma once

#include <limits>
#include <vector>

#include "gemm.h"
#include "op.h"
#include "vector.h"

namespace ttr {

// Queries are filled up to a multiple of this; softmax works on so many at once.
constexpr int64_t queryLanes = 16;

// Where the rows of a head lie in a tensor of all heads.
struct Heads {
  int64_t batch, heads, length, width;
  int64_t batchStride, headStride, rowStride;

  // The first row of the i-th head, heads of the first example first.
  int64_t at(int64_t i) const { return i / heads * batchStride + i % heads * headStride; }
  Matrix rows(const float* tensor, int64_t i) const { return {tensor + at(i), rowStride, 1}; }
};

inline Heads headsOf(const Shape& s, int64_t heads) {
  if (s.size() == 4) return {s[0], s[1], s[2], s[3], s[1] * s[2] * s[3], s[2] * s[3], s[3]};
  return {s[0], heads, s[1], s[2] / heads, s[1] * s[2], s[2] / heads, s[2]};
}

// x [length, width] -> [width, lanes], zeros after the last row.
inline void turn(Matrix x, int64_t length, int64_t width, int64_t lanes, float* y) {
  for (int64_t j = 0; j < width; j++) {
    for (int64_t i = 0; i < length; i++) y[j * lanes + i] = x.data[i * x.row + j];
    for (int64_t i = length; i < lanes; i++) y[j * lanes + i] = 0;
  }
}

// Turns a head's scores [keys, columns] into weights. A hidden key gets exactly 0; a query that sees none gets zeros.
TTR_VECTOR void columnSoftmax(float scale, bool causal, const float* mask, int64_t keys, int64_t columns, float* scores) {
  for (int64_t first = 0; first < columns; first += queryLanes) {
    float* block = scores + first;
    float top[queryLanes], sum[queryLanes];
    for (int i = 0; i < queryLanes; i++) {
      top[i] = -std::numeric_limits<float>::infinity();
      sum[i] = 0;
    }
    for (int64_t k = 0; k < keys; k++) {
      if (mask && mask[k] == 0) continue;
      const float* row = block + k * columns;
      const int hidden = causal ? static_cast<int>(k - first) : 0;  // queries before the key
#pragma omp simd
      for (int i = 0; i < queryLanes; i++) {
        const float score = scale * row[i];
        top[i] = (i >= hidden) & (score > top[i]) ? score : top[i];
      }
    }
    for (int64_t k = 0; k < keys; k++) {
      float* row = block + k * columns;
      const int hidden = mask && mask[k] == 0 ? queryLanes : causal ? static_cast<int>(k - first) : 0;
#pragma omp simd
      for (int i = 0; i < queryLanes; i++) {
        const float power = exponential(scale * row[i] - top[i]);
        row[i] = i >= hidden ? power : 0.0f;
        sum[i] += row[i];
      }
    }
    for (int i = 0; i < queryLanes; i++) sum[i] = sum[i] == 0 ? 0 : 1 / sum[i];
    for (int64_t k = 0; k < keys; k++) {
      float* row = block + k * columns;
#pragma omp simd
      for (int i = 0; i < queryLanes; i++) row[i] *= sum[i];
    }
  }
}

// Turns gradients of weights [keys, columns] into gradients of scores: scale w (dw - sum over the keys of dw w).
TTR_VECTOR void columnSoftmaxGrad(float scale, const float* weights, int64_t keys, int64_t columns, float* slopes) {
  for (int64_t first = 0; first < columns; first += queryLanes) {
    float sum[queryLanes] = {};
    for (int64_t k = 0; k < keys; k++) {
#pragma omp simd
      for (int i = 0; i < queryLanes; i++) sum[i] += slopes[k * columns + first + i] * weights[k * columns + first + i];
    }
    for (int64_t k = 0; k < keys; k++) {
      float* row = slopes + k * columns + first;
#pragma omp simd
      for (int i = 0; i < queryLanes; i++) row[i] = scale * weights[k * columns + first + i] * (row[i] - sum[i]);
    }
  }
}

// `options` of both operations: scale, causal, heads.
struct AttentionSizes {
  Heads query, key, value;
  float scale;
  bool causal;
  int64_t columns;
};

inline AttentionSizes attentionSizes(const Call& call, int query, const float* options) {
  const int64_t heads = static_cast<int64_t>(options[2]);
  const Heads asking = headsOf(call.shape(query), heads);
  return {asking, headsOf(call.shape(query + 1), heads), headsOf(call.shape(query + 2), heads), options[0],
          options[1] != 0, (asking.length + queryLanes - 1) / queryLanes * queryLanes};
}

// query, key, value, options, mask [B, Tk] or no elements -> y, shaped as the query but for its width, and the weights.
inline void attention(Call& call) {
  const AttentionSizes s = attentionSizes(call, 0, call.floats(3));
  const int64_t queries = s.query.length, keys = s.key.length, columns = s.columns;
  Shape shape = call.shape(0);
  shape.back() = call.shape(2).back();
  const Heads result = headsOf(shape, s.query.heads);
  float* y = call.output(0, shape);
  float* weights = call.output(1, {s.query.batch, s.query.heads, keys, columns});
  std::vector<float> turned(s.query.width * columns);
  for (int64_t i = 0; i < s.query.batch * s.query.heads; i++, weights += keys * columns) {
    const float* mask = call.size(4) > 0 ? call.floats(4) + i / s.query.heads * keys : nullptr;
    turn(s.query.rows(call.floats(0), i), queries, s.query.width, columns, turned.data());
    gemm(keys, columns, s.query.width, s.key.rows(call.floats(1), i), plain(turned.data(), columns), weights, columns);
    columnSoftmax(s.scale, s.causal, mask, keys, columns, weights);
    gemm(queries, s.value.width, keys, transposed(weights, columns), s.value.rows(call.floats(2), i),
         y + result.at(i), result.rowStride);
  }
}

// dy, query, key, value, weights, options -> dquery, dkey, dvalue.
inline void attentionGrad(Call& call) {
  const AttentionSizes s = attentionSizes(call, 1, call.floats(5));
  const int64_t queries = s.query.length, keys = s.key.length, columns = s.columns;
  const Heads result = headsOf(call.shape(0), s.query.heads);
  float* dquery = call.output(0, call.shape(1));
  float* dkey = call.output(1, call.shape(2));
  float* dvalue = call.output(2, call.shape(3));
  const float* weights = call.floats(4);
  std::vector<float> slopes(keys * columns), turned(s.value.width * columns);
  for (int64_t i = 0; i < s.query.batch * s.query.heads; i++, weights += keys * columns) {
    const Matrix dy = result.rows(call.floats(0), i), query = s.query.rows(call.floats(1), i);
    const Matrix key = s.key.rows(call.floats(2), i), value = s.value.rows(call.floats(3), i);
    turn(dy, queries, s.value.width, columns, turned.data());
    gemm(keys, columns, s.value.width, value, plain(turned.data(), columns), slopes.data(), columns);
    columnSoftmaxGrad(s.scale, weights, keys, columns, slopes.data());
    gemm(queries, s.query.width, keys, transposed(slopes.data(), columns), key, dquery + s.query.at(i), s.query.rowStride);
    gemm(keys, s.query.width, queries, plain(slopes.data(), columns), query, dkey + s.key.at(i), s.key.rowStride);
    gemm(keys, s.value.width, queries, plain(weights, columns), dy, dvalue + s.value.at(i), s.value.rowStride);
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
