// Dot products of all pairs of an example's vectors, each with itself too: x [B, F, D] -> [B, F (F + 1) / 2], pairs (i, j >= i)
// in the order of i, then j.
#pragma once

#include <algorithm>
#include <vector>

#include "attention.h"
#include "gemm.h"
#include "op.h"

namespace ttr {

inline void pairProducts(Call& call) {
  const Shape s = call.shape(0);
  const int64_t vectors = s[1], depth = s[2], lanes = (vectors + queryLanes - 1) / queryLanes * queryLanes;
  const float* x = call.floats(0);
  float* y = call.output(0, {s[0], vectors * (vectors + 1) / 2});
  std::vector<float> turned(depth * lanes), grid(vectors * lanes);
  for (int64_t b = 0; b < s[0]; b++, x += vectors * depth) {
    turn(plain(x, depth), vectors, depth, lanes, turned.data());
    gemm(vectors, lanes, depth, plain(x, depth), plain(turned.data(), lanes), grid.data(), lanes);
    for (int64_t i = 0; i < vectors; i++) y = std::copy_n(grid.data() + i * lanes + i, vectors - i, y);
  }
}

// dy, x -> dx: a vector's gradient is the sum of its partners, each times the slope of their product; of itself twice.
inline void pairProductsGrad(Call& call) {
  const Shape s = call.shape(1);
  const int64_t vectors = s[1], depth = s[2];
  const float *dy = call.floats(0), *x = call.floats(1);
  float* dx = call.output(0, s);
  std::vector<float> slopes(vectors * vectors);
  for (int64_t b = 0; b < s[0]; b++, x += vectors * depth, dx += vectors * depth) {
    for (int64_t i = 0; i < vectors; i++) {
      slopes[i * vectors + i] = 2 * *dy++;
      for (int64_t j = i + 1; j < vectors; j++) slopes[i * vectors + j] = slopes[j * vectors + i] = *dy++;
    }
    gemm(vectors, depth, vectors, plain(slopes.data(), vectors), plain(x, depth), dx, depth);
  }
}

inline void definePairProducts() {
  define<pairProducts>("TtrPairProducts", {"x: float"}, {"y: float"});
  define<pairProductsGrad>("TtrPairProductsGrad", {"dy: float", "x: float"}, {"dx: float"});
}

}  // namespace ttr
