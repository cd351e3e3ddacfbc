// What LSTM and GRU share: a batch of sequences x [B, T, I] walked through step by step.
#pragma once

#include <algorithm>
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

// What the gates of all steps take from x: x kernel + bias. These are the inputs 0, 1 and 3.
inline void gatesFromInputs(const Call& call, const Sequences& s, int64_t width, float* gates) {
  gemm(s.rows(), width, s.inputs, plain(call.floats(0), s.inputs), plain(call.floats(1), width), gates, width,
       call.floats(3));
}

// Gradients of x, kernel, recurrent and bias, outputs 0 to 3, from those of the gates. `dhidden` is what reaches the product of
// the states before each step, `previous`, with `recurrent`. The first three are the inputs 1 to 3.
inline void gradientsFromGates(Call& call, const Sequences& s, int64_t width, const float* dgates,
                               const float* dhidden, const float* previous) {
  gemm(s.rows(), s.inputs, width, plain(dgates, width), transposed(call.floats(2), width),
       call.output(0, call.shape(1)), s.inputs);
  gemm(s.inputs, width, s.rows(), transposed(call.floats(1), s.inputs), plain(dgates, width),
       call.output(1, call.shape(2)), width);
  gemm(s.units, width, s.rows(), transposed(previous, s.units), plain(dhidden, width), call.output(2, call.shape(3)),
       width);
  sumRows(dgates, s.rows(), width, call.output(3, {width}));
}

// One step of one sequence: its row in buffers [B T, ...], its place in buffers [B T, units], and that of the step after.
struct Place {
  int64_t row, at, next;
  bool runs;

  Place(const Sequences& s, int64_t b, int64_t t)
      : row(b * s.time + t), at(row * s.units), next(at + s.stride() * s.units), runs(s.runs(b, t)) {}
};

// Before the first step of the walk there is no state.
inline void beginState(const Sequences& s, const Place& place, int64_t i, float* previous) {
  if (i == 0) std::fill_n(previous + place.at, s.units, 0.0f);
}

// After a step its output is the next state; where the sequence has come to its end the state stays, and the output is 0.
inline void passState(const Sequences& s, const Place& place, int64_t i, float* y, float* previous) {
  if (!place.runs) std::fill_n(y + place.at, s.units, 0.0f);
  if (i + 1 < s.time) std::copy_n((place.runs ? y : previous) + place.at, s.units, previous + place.next);
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
