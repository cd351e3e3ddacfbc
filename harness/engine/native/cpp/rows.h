// Rows of a table by their numbers, sums of rows that share a number, and rows that change places.
#pragma once

#include <cstring>

#include "op.h"
#include "vector.h"

namespace ttr {

TTR_VECTOR void addTo(float* sum, const float* x, int64_t n) {
#pragma omp simd
  for (int64_t i = 0; i < n; i++) sum[i] += x[i];
}

// Shape [first..., rest of `row` after its first axis...].
inline Shape joined(const Shape& first, const Shape& row) {
  Shape shape = first;
  shape.insert(shape.end(), row.begin() + 1, row.end());
  return shape;
}

// table [V, ...], ids [...] -> rows [..., ...]. With `strict` an id outside [0, V) is an error, else it gives zeros.
template <bool strict>
void takeRows(Call& call) {
  const Shape table = call.shape(0);
  const int64_t count = call.size(1), width = table[0] == 0 ? 0 : call.size(0) / table[0];
  float* out = call.output(0, joined(call.shape(1), table));
  for (int64_t i = 0; i < count; i++) {
    const int32_t id = call.ints(1)[i];
    if (id >= 0 && id < table[0]) {
      std::memcpy(out + i * width, call.floats(0) + id * width, width * sizeof(float));
    } else if (strict) {
      return call.fail("id " + std::to_string(id) + " is not in [0, " + std::to_string(table[0]) + ")");
    } else {
      std::memset(out + i * width, 0, width * sizeof(float));
    }
  }
}

// rows [N, ...], ids of N elements, count (a scalar) -> sums [count, ...]. Rows with an id outside [0, count) are left out.
inline void segmentSum(Call& call) {
  const int64_t n = call.size(1), count = *call.ints(2), width = n == 0 ? 0 : call.size(0) / n;
  Shape shape = call.shape(0);
  // ids may have several axes: they take the place of as many of the rows'.
  shape.erase(shape.begin(), shape.begin() + call.shape(1).size());
  shape.insert(shape.begin(), count);
  int64_t size = 1;
  for (int64_t extent : shape) size *= extent;
  float* sums = call.output(0, shape);
  std::memset(sums, 0, size * sizeof(float));
  for (int64_t i = 0; i < n; i++) {
    const int32_t id = call.ints(1)[i];
    if (id >= 0 && id < count) addTo(sums + id * width, call.floats(0) + i * width, width);
  }
}

// x [A, B, C, D] -> [A, C, B, D].
inline void swapAxes(Call& call) {
  const Shape s = call.shape(0);
  float* out = call.output(0, {s[0], s[2], s[1], s[3]});
  const float* x = call.floats(0);
  for (int64_t a = 0; a < s[0]; a++) {
    for (int64_t c = 0; c < s[2]; c++) {
      for (int64_t b = 0; b < s[1]; b++, out += s[3]) {
        std::memcpy(out, x + ((a * s[1] + b) * s[2] + c) * s[3], s[3] * sizeof(float));
      }
    }
  }
}

inline void defineRows() {
  define<takeRows<true>>("TtrGather", {"table: float", "ids: int32"}, {"rows: float"});
  define<takeRows<false>>("TtrGatherKnown", {"table: float", "ids: int32"}, {"rows: float"});
  define<segmentSum>("TtrSegmentSum", {"rows: float", "ids: int32", "count: int32"}, {"sums: float"});
  define<swapAxes>("TtrSwapAxes", {"x: float"}, {"y: float"});
}

}  // namespace ttr
