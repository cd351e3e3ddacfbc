// LSTM over sequences, gates i, f, g, o: c = f c + i g, h = o tanh(c). Buffers are [B, T, ...].
#pragma once

#include <algorithm>

#include "recurrent.h"
#include "vector.h"

namespace ttr {

// Activates the gates [4 units] of one sequence and moves its state a step.
TTR_VECTOR void lstmStep(float* gates, const float* oldCell, int64_t units, float* cell, float* output) {
  float *i = gates, *f = gates + units, *g = gates + 2 * units, *o = gates + 3 * units;
#pragma omp simd
  for (int64_t j = 0; j < units; j++) {
    i[j] = sigmoid(i[j]);
    f[j] = sigmoid(f[j]);
    g[j] = tangent(g[j]);
    o[j] = sigmoid(o[j]);
    cell[j] = f[j] * oldCell[j] + i[j] * g[j];
    output[j] = o[j] * tangent(cell[j]);
  }
}

// The gradient of a step: fills dz, and turns dcell into the gradient of the old cell.
TTR_VECTOR void lstmStepGrad(const float* gates, const float* oldCell, const float* cell, const float* dy,
                             const float* dstate, int64_t units, float* dcell, float* dz) {
  const float *i = gates, *f = gates + units, *g = gates + 2 * units, *o = gates + 3 * units;
#pragma omp simd
  for (int64_t j = 0; j < units; j++) {
    const float t = tangent(cell[j]);
    const float dh = dy[j] + dstate[j];
    const float dc = dcell[j] + dh * o[j] * (1.0f - t * t);
    dz[j] = dc * g[j] * i[j] * (1.0f - i[j]);
    dz[units + j] = dc * oldCell[j] * f[j] * (1.0f - f[j]);
    dz[2 * units + j] = dc * i[j] * (1.0f - g[j] * g[j]);
    dz[3 * units + j] = dh * t * o[j] * (1.0f - o[j]);
    dcell[j] = dc * f[j];
  }
}

// x, kernel, recurrent, bias, lengths, reverse -> y, activated gates, cells, output before each step.
inline void lstm(Call& call) {
  const Sequences s = sequences(call, 0, 2, 4, 5);
  const int64_t units = s.units, width = 4 * units;
  float* y = call.output(0, s.shape(units));
  float* gates = call.output(1, s.shape(width));
  float* cells = call.output(2, s.shape(units));
  float* previous = call.output(3, s.shape(units));
  const std::vector<float> zeros(units);
  gatesFromInputs(call, s, width, gates);
  for (int64_t i = 0; i < s.time; i++) {
    const int64_t t = s.when(i);
    if (i > 0) {
      gemm(s.batch, width, units, step(previous, s, t, units), plain(call.floats(2), width), gates + t * width,
           s.time * width, nullptr, true);
    }
    for (int64_t b = 0; b < s.batch; b++) {
      const Place place(s, b, t);
      const int64_t at = place.at;
      beginState(s, place, i, previous);
      const float* oldCell = i == 0 ? zeros.data() : cells + at - s.stride() * units;
      if (place.runs) {
        lstmStep(gates + place.row * width, oldCell, units, cells + at, y + at);
      } else {
        std::copy_n(oldCell, units, cells + at);
      }
      passState(s, place, i, y, previous);
    }
  }
}

// dy, x, kernel, recurrent, lengths, gates, cells, previous, reverse -> dx, dkernel, drecurrent, dbias.
inline void lstmGrad(Call& call) {
  const Sequences s = sequences(call, 1, 3, 4, 8);
  const int64_t units = s.units, width = 4 * units;
  const float *gates = call.floats(5), *cells = call.floats(6), *previous = call.floats(7);
  const std::vector<float> back = turned(call.floats(3), units, width), zeros(units);
  std::vector<float> dgates(s.rows() * width), dstate(s.batch * units), dcell(s.batch * units);
  for (int64_t i = s.time - 1; i >= 0; i--) {
    const int64_t t = s.when(i);
    if (i + 1 < s.time) {
      gemm(s.batch, units, width, step(dgates.data(), s, t + s.stride(), width), plain(back.data(), units),
           dstate.data(), units);
    }
    for (int64_t b = 0; b < s.batch; b++) {
      const Place place(s, b, t);
      const int64_t at = place.at;
      if (place.runs) {
        const float* oldCell = i == 0 ? zeros.data() : cells + at - s.stride() * units;
        lstmStepGrad(gates + place.row * width, oldCell, cells + at, call.floats(0) + at, dstate.data() + b * units,
                     units, dcell.data() + b * units, dgates.data() + place.row * width);
      } else {
        // Such steps are the last in time: no gradient comes from behind them. Their dgates stay 0.
        std::fill_n(dcell.data() + b * units, units, 0.0f);
      }
    }
  }
  gradientsFromGates(call, s, width, dgates.data(), dgates.data(), previous);
}

inline void defineLstm() {
  define<lstm>("TtrLstm",
               {"x: float", "kernel: float", "recurrent: float", "bias: float", "lengths: int32", "reverse: int32"},
               {"y: float", "gates: float", "cells: float", "previous: float"});
  define<lstmGrad>("TtrLstmGrad",
                   {"dy: float", "x: float", "kernel: float", "recurrent: float", "lengths: int32", "gates: float",
                    "cells: float", "previous: float", "reverse: int32"},
                   {"dx: float", "dkernel: float", "drecurrent: float", "dbias: float"});
}

}  // namespace ttr
