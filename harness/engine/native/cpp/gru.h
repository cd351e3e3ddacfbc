// GRU over sequences, gates r, z, n, reset after the matrix product: n = tanh(x_n + r (h_n + recurrentBias)), h = n + z (h - n).
#pragma once

#include <algorithm>

#include "recurrent.h"
#include "vector.h"

namespace ttr {

// Activates the gates [3 units] of one sequence and moves its state a step; `hidden` is its state times `recurrent`.
TTR_VECTOR void gruStep(float* gates, const float* hidden, const float* recurrentBias, const float* state,
                        int64_t units, float* inner, float* output) {
#pragma omp simd
  for (int64_t j = 0; j < units; j++) {
    const float r = sigmoid(gates[j] + hidden[j]);
    const float z = sigmoid(gates[units + j] + hidden[units + j]);
    inner[j] = hidden[2 * units + j] + recurrentBias[j];
    const float n = tangent(gates[2 * units + j] + r * inner[j]);
    output[j] = n + z * (state[j] - n);
    gates[j] = r;
    gates[units + j] = z;
    gates[2 * units + j] = n;
  }
}

// The gradient of a step: fills dgates and dhidden, and turns dstate into what passes by the gates.
TTR_VECTOR void gruStepGrad(const float* gates, const float* inner, const float* state, const float* dy,
                            int64_t units, float* dstate, float* dgates, float* dhidden) {
#pragma omp simd
  for (int64_t j = 0; j < units; j++) {
    const float r = gates[j], z = gates[units + j], n = gates[2 * units + j];
    const float d = dy[j] + dstate[j];
    const float dn = d * (1.0f - z) * (1.0f - n * n);
    const float dr = dn * inner[j] * r * (1.0f - r);
    const float dz = d * (state[j] - n) * z * (1.0f - z);
    dgates[j] = dhidden[j] = dr;
    dgates[units + j] = dhidden[units + j] = dz;
    dgates[2 * units + j] = dn;
    dhidden[2 * units + j] = dn * r;
    dstate[j] = d * z;
  }
}

// x, kernel, recurrent, bias, recurrentBias, lengths, reverse -> y, activated gates, inner, state before each step.
inline void gru(Call& call) {
  const Sequences s = sequences(call, 0, 2, 5, 6);
  const int64_t units = s.units, width = 3 * units;
  float* y = call.output(0, s.shape(units));
  float* gates = call.output(1, s.shape(width));
  float* inner = call.output(2, s.shape(units));
  float* previous = call.output(3, s.shape(units));
  std::vector<float> hidden(s.batch * width);
  gatesFromInputs(call, s, width, gates);
  for (int64_t i = 0; i < s.time; i++) {
    const int64_t t = s.when(i);
    if (i > 0) {
      gemm(s.batch, width, units, step(previous, s, t, units), plain(call.floats(2), width), hidden.data(), width);
    }
    for (int64_t b = 0; b < s.batch; b++) {
      const Place place(s, b, t);
      const int64_t at = place.at;
      beginState(s, place, i, previous);
      if (place.runs) {
        gruStep(gates + place.row * width, hidden.data() + b * width, call.floats(4), previous + at, units, inner + at,
                y + at);
      } else {
        std::fill_n(inner + at, units, 0.0f);
      }
      passState(s, place, i, y, previous);
    }
  }
}

// dy, x, kernel, recurrent, lengths, gates, inner, previous, reverse -> dx, dkernel, drecurrent, dbias, drecurrentBias.
inline void gruGrad(Call& call) {
  const Sequences s = sequences(call, 1, 3, 4, 8);
  const int64_t units = s.units, width = 3 * units;
  const float *gates = call.floats(5), *inner = call.floats(6), *previous = call.floats(7);
  const std::vector<float> back = turned(call.floats(3), units, width);
  std::vector<float> dgates(s.rows() * width), dhidden(s.rows() * width), dstate(s.batch * units), sums(width);
  for (int64_t i = s.time - 1; i >= 0; i--) {
    const int64_t t = s.when(i);
    if (i + 1 < s.time) {
      // dstate already holds what passes by the gates.
      gemm(s.batch, units, width, step(dhidden.data(), s, t + s.stride(), width), plain(back.data(), units),
           dstate.data(), units, nullptr, true);
    }
    for (int64_t b = 0; b < s.batch; b++) {
      const Place place(s, b, t);
      const int64_t at = place.at, gate = place.row * width;
      if (place.runs) {
        gruStepGrad(gates + gate, inner + at, previous + at, call.floats(0) + at, units, dstate.data() + b * units,
                    dgates.data() + gate, dhidden.data() + gate);
      } else {
        std::fill_n(dstate.data() + b * units, units, 0.0f);
      }
    }
  }
  gradientsFromGates(call, s, width, dgates.data(), dhidden.data(), previous);
  sumRows(dhidden.data(), s.rows(), width, sums.data());
  std::copy_n(sums.data() + 2 * units, units, call.output(4, {units}));
}

inline void defineGru() {
  define<gru>("TtrGru",
              {"x: float", "kernel: float", "recurrent: float", "bias: float", "recurrent_bias: float",
               "lengths: int32", "reverse: int32"},
              {"y: float", "gates: float", "inner: float", "previous: float"});
  define<gruGrad>("TtrGruGrad",
                  {"dy: float", "x: float", "kernel: float", "recurrent: float", "lengths: int32", "gates: float",
                   "inner: float", "previous: float", "reverse: int32"},
                  {"dx: float", "dkernel: float", "drecurrent: float", "dbias: float", "drecurrent_bias: float"});
}

}  // namespace ttr
