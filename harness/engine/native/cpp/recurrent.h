// What LSTM and GRU share: a batch of sequences x [B, T, I] walked through step by step.
#pragma once

#include <vector>

#include "dense.h"
#include "gemm.h"
#include "op.h"

namespace ttr {

// Inputs of both layers and of their gradients, wherever they stand among the operation's inputs.
struct Sequences {
  int64_t batch, time, inputs, units;
  // Steps that count in each sequence, or null: all.
  const int32_t* lengths;
  bool reverse;

  bool runs(int64_t b, int64_t t) const { return lengths == nullptr || t < lengths[b]; }
  // The time of the i-th step of the walk, and the way from one to the next.
  int64_t when(int64_t i) const { return reverse ? time - 1 - i : i; }
  int64_t stride() const { return reverse ? -1 : 1; }
  int64_t rows() const { return batch * time; }
  Shape shape(int64_t width) const { return {batch, time, width}; }
};

inline Sequences sequences(const Call& call, int x, int recurrent, int lengths, int reverse) {
  const Shape shape = call.shape(x);
  return {shape[0],
          shape[1],
          shape[2],
          call.shape(recurrent)[0],
          call.size(lengths) > 0 ? call.ints(lengths) : nullptr,
          *call.ints(reverse) != 0};
}

// The numbers of step t of a buffer [B, T, width], one row for each sequence.
inline Matrix step(const float* buffer, const Sequences& s, int64_t t, int64_t width) {
  return {buffer + t * width, s.time * width, 1};
}

// [rows, columns] -> [columns, rows]: read once here, not at each step.
inline std::vector<float> turned(const float* x, int64_t rows, int64_t columns) {
  std::vector<float> y(rows * columns);
  for (int64_t i = 0; i < rows; i++) {
    for (int64_t j = 0; j < columns; j++) y[j * rows + i] = x[i * columns + j];
  }
  return y;
}

}  // namespace ttr
