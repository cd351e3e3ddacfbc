// Matrix product on one thread: C = A B, with A and B read through any strides.
// A block of B is packed in panels, a small tile of C is held in registers (Goto & van de Geijn 2008, ACM TOMS 34-3).
#pragma once

#include <cstdint>
#include <vector>

#include "vector.h"

namespace ttr {

// Element (i, j) lies at data[i row + j column].
struct Matrix {
  const float* data;
  int64_t row, column;
  Matrix at(int64_t i, int64_t j) const { return {data + i * row + j * column, row, column}; }
};

inline Matrix plain(const float* data, int64_t columns) { return {data, columns, 1}; }
inline Matrix transposed(const float* data, int64_t columns) { return {data, 1, columns}; }

// What happens to a tile of C: it is replaced, or added to; the bias of its columns is added, if there is one.
struct Tile {
  float* c;
  int64_t stride;
  int64_t rows, columns;
  const float* bias;
  bool add;
};

constexpr int64_t depthBlock = 256, columnBlock = 512;

// One tile of up to `rows` x (halves lanes) numbers of C from k products. Rows of B are 2 lanes wide. A is read in place, or
// packed as [k][packed] where that is not 0.
template <int lanes, int rows, int packed, int halves>
TTR_INLINE void tileProduct(int64_t k, const float* a, int64_t stride, const float* b, const Tile& tile) {
  typedef float Lanes __attribute__((vector_size(lanes * sizeof(float)), aligned(sizeof(float)), may_alias));
  const float* row[rows];
  for (int i = 0; i < rows; i++) row[i] = packed ? a + i : a + (i < tile.rows ? i : 0) * stride;
  Lanes sums[rows][halves];
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++) {
    for (int half = 0; half < halves; half++) sums[i][half] = Lanes{};
  }
  for (int64_t p = 0; p < k; p++, b += 2 * lanes) {
    const Lanes left = *reinterpret_cast<const Lanes*>(b);
    const Lanes right = halves == 2 ? *reinterpret_cast<const Lanes*>(b + lanes) : left;
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++) {
      const float x = packed ? a[p * packed + i] : row[i][p];
      sums[i][0] += x * left;
      if (halves == 2) sums[i][halves - 1] += x * right;
    }
  }
  if (tile.rows == rows && tile.columns == halves * lanes) {
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++) {
#pragma GCC unroll 2
      for (int half = 0; half < halves; half++) {
        Lanes* c = reinterpret_cast<Lanes*>(tile.c + i * tile.stride + half * lanes);
        Lanes sum = sums[i][half];
        if (tile.bias) sum += *reinterpret_cast<const Lanes*>(tile.bias + half * lanes);
        *c = tile.add ? *c + sum : sum;
      }
    }
    return;
  }
  float edge[rows][halves * lanes];
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++) {
    for (int half = 0; half < halves; half++) *reinterpret_cast<Lanes*>(edge[i] + half * lanes) = sums[i][half];
  }
  for (int64_t i = 0; i < tile.rows; i++) {
    for (int64_t j = 0; j < tile.columns; j++) {
      const float sum = edge[i][j] + (tile.bias ? tile.bias[j] : 0.0f);
      float& c = tile.c[i * tile.stride + j];
      c = tile.add ? c + sum : sum;
    }
  }
}

// Rows of B side by side in panels of `width` columns, zeros after the last column.
template <int width>
TTR_INLINE void packColumns(Matrix b, int64_t k, int64_t n, float* packed) {
  for (int64_t j = 0; j < n; j += width) {
    const int64_t columns = n - j < width ? n - j : width;
    for (int64_t p = 0; p < k; p++, packed += width) {
      const float* from = b.data + p * b.row + j * b.column;
      if (b.column == 1 && columns == width) {
        for (int i = 0; i < width; i++) packed[i] = from[i];
      } else {
        for (int64_t i = 0; i < columns; i++) packed[i] = from[i * b.column];
        for (int64_t i = columns; i < width; i++) packed[i] = 0;
      }
    }
  }
}

// `count` rows of A as [k][rows]; rows that are not there are zeros.
template <int rows>
TTR_INLINE void packRows(Matrix a, int64_t k, int64_t count, float* packed) {
  for (int64_t p = 0; p < k; p++, packed += rows) {
    const float* from = a.data + p * a.column;
    if (count == rows && a.row == 1) {
      for (int i = 0; i < rows; i++) packed[i] = from[i];
    } else {
      for (int64_t i = 0; i < rows; i++) packed[i] = i < count ? from[i * a.row] : 0;
    }
  }
}

// The smallest tile that holds what is left at the edges of C.
template <int lanes, int rows, int packed>
TTR_INLINE void edgeProduct(int64_t k, const float* a, int64_t stride, const float* b, const Tile& tile) {
  const bool narrow = tile.columns <= lanes, low = tile.rows <= rows / 2;
  if (narrow && low) {
    tileProduct<lanes, rows / 2, packed, 1>(k, a, stride, b, tile);
  } else if (narrow) {
    tileProduct<lanes, rows, packed, 1>(k, a, stride, b, tile);
  } else if (low) {
    tileProduct<lanes, rows / 2, packed, 2>(k, a, stride, b, tile);
  } else {
    tileProduct<lanes, rows, packed, 2>(k, a, stride, b, tile);
  }
}

template <int lanes, int rows>
TTR_INLINE void product(int64_t m, int64_t n, int64_t k, Matrix a, Matrix b, float* c, int64_t stride,
                        const float* bias, bool add, float* panels) {
  constexpr int width = 2 * lanes;
  float strip[depthBlock * rows];
  for (int64_t column = 0; column < n; column += columnBlock) {
    const int64_t columns = n - column < columnBlock ? n - column : columnBlock;
    for (int64_t depth = 0; depth < k; depth += depthBlock) {
      const int64_t steps = k - depth < depthBlock ? k - depth : depthBlock;
      packColumns<width>(b.at(depth, column), steps, columns, panels);
      for (int64_t i = 0; i < m; i += rows) {
        const int64_t count = m - i < rows ? m - i : rows;
        const Matrix left = a.at(i, depth);
        if (a.column != 1) packRows<rows>(left, steps, count, strip);
        for (int64_t j = 0; j < columns; j += width) {
          const Tile tile{c + i * stride + column + j, stride, count, columns - j < width ? columns - j : width,
                          bias && depth == 0 ? bias + column + j : nullptr, add || depth > 0};
          const float* panel = panels + j * steps;
          if (a.column == 1) {
            edgeProduct<lanes, rows, 0>(steps, left.data, left.row, panel, tile);
          } else {
            edgeProduct<lanes, rows, rows>(steps, strip, 0, panel, tile);
          }
        }
      }
    }
  }
}

using Product = void (*)(int64_t, int64_t, int64_t, Matrix, Matrix, float*, int64_t, const float*, bool, float*);

#define TTR_PRODUCT(name, target, lanes, rows)                                                              \
  target inline void name(int64_t m, int64_t n, int64_t k, Matrix a, Matrix b, float* c, int64_t stride,    \
                          const float* bias, bool add, float* panels) {                                     \
    product<lanes, rows>(m, n, k, a, b, c, stride, bias, add, panels);                                      \
  }
TTR_PRODUCT(productBase, , 4, 6)
#if defined(__x86_64__)
TTR_PRODUCT(productV3, __attribute__((target("arch=x86-64-v3"))), 8, 6)
TTR_PRODUCT(productV4, __attribute__((target("arch=x86-64-v4,prefer-vector-width=512"))), 16, 12)
#endif
#undef TTR_PRODUCT

inline Product bestProduct() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("x86-64-v4")) return productV4;
  if (__builtin_cpu_supports("x86-64-v3")) return productV3;
#endif
  return productBase;
}

// C [m, n] with rows `stride` apart = A [m, k] B [k, n] (+ bias [n]), or added to what C holds.
inline void gemm(int64_t m, int64_t n, int64_t k, Matrix a, Matrix b, float* c, int64_t stride,
                 const float* bias = nullptr, bool add = false) {
  static const Product best = bestProduct();
  thread_local std::vector<float> panels(depthBlock * columnBlock);
  best(m, n, k, a, b, c, stride, bias, add, panels.data());
}

}  // namespace ttr
