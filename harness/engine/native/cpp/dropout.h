// Dropout whose mask follows from a seed: the same elements as harness/nn/dropout.ts keeps, bit by bit.
#pragma once

#include "op.h"
#include "vector.h"

namespace ttr {

TTR_INLINE uint32_t rotated(uint32_t x, int turn) { return x << turn | x >> (32 - turn); }

// Threefry-2x32 with 13 rounds (Salmon et al. 2011) of the counters (first + i, 0), i < pairs; two numbers each.
TTR_VECTOR void threefry(uint32_t k0, uint32_t k1, uint32_t first, int64_t pairs, uint32_t* even, uint32_t* odd) {
  constexpr int turns[8] = {13, 15, 26, 6, 17, 29, 16, 24};
  const uint32_t schedule[3] = {k0, k1, k0 ^ k1 ^ 0x1bd11bdau};
#pragma omp simd
  for (int64_t i = 0; i < pairs; i++) {
    uint32_t x0 = first + static_cast<uint32_t>(i) + k0;
    uint32_t x1 = k1;
#pragma GCC unroll 13
    for (int round = 0; round < 13; round++) {
      if (round > 0 && round % 4 == 0) {
        x0 += schedule[round / 4 % 3];
        x1 += schedule[(round / 4 + 1) % 3] + round / 4;
      }
      x0 += x1;
      x1 = rotated(x1, turns[round % 8]) ^ x0;
    }
    even[i] = x0;
    odd[i] = x1;
  }
}

// Pairs of x: zeroed where the number drawn is below the threshold, else scaled.
TTR_VECTOR void keep(const float* x, const uint32_t* even, const uint32_t* odd, int64_t pairs, uint64_t threshold,
                     float scale, float* y) {
#pragma omp simd
  for (int64_t i = 0; i < pairs; i++) {
    y[2 * i] = x[2 * i] * (even[i] < threshold ? 0.0f : scale);
    y[2 * i + 1] = x[2 * i + 1] * (odd[i] < threshold ? 0.0f : scale);
  }
}

// x, scale, key (k0, k1, threshold mod 2^32, threshold / 2^32) -> y. Its own gradient, with dy for x.
inline void dropout(Call& call) {
  const float* x = call.floats(0);
  const float scale = *call.floats(1);
  const int32_t* key = call.ints(2);
  const uint64_t threshold = static_cast<uint64_t>(key[3]) << 32 | static_cast<uint32_t>(key[2]);
  float* y = call.output(0, call.shape(0));
  constexpr int64_t block = 512;
  uint32_t even[block], odd[block];
  const int64_t size = call.size(0), pairs = size / 2;
  for (int64_t start = 0; start < pairs; start += block) {
    const int64_t count = pairs - start < block ? pairs - start : block;
    threefry(key[0], key[1], start, count, even, odd);
    keep(x + 2 * start, even, odd, count, threshold, scale, y + 2 * start);
  }
  if (size % 2 == 1) {
    threefry(key[0], key[1], pairs, 1, even, odd);
    y[size - 1] = x[size - 1] * (even[0] < threshold ? 0.0f : scale);
  }
}

inline void defineDropout() {
  define<dropout>("TtrDropout", {"x: float", "scale: float", "key: int32"}, {"y: float"});
}

}  // namespace ttr
