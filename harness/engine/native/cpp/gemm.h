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

// What happens to a tile of C: it is replaced, or added to; the bias of its columns is added, if there is one; negative
// numbers become 0 where `clamp` says so.
struct Tile {
  float* c;
  int64_t stride;
  int64_t rows, columns;
  const float* bias;
  bool add, clamp;
};

constexpr int64_t depthBlock = 256, columnBlock = 512;

// What a tile is made of: element (i, p) of A lies at a[i aStride + p], or at a[i + p aStride] where it is upright; rows of
// B are bStride apart and hold as many numbers as the tile has lanes.
struct Factors {
  const float* a;
  int64_t aStride;
  const float* b;
  int64_t bStride;
};

// One tile of up to `rows` x (halves lanes) numbers of C from k products. B is packed in panels of 2 lanes, or read in place.
template <int lanes, int rows, bool upright, bool packed, int halves>
TTR_INLINE void tileProduct(int64_t k, const Factors& from, const Tile& tile) {
  typedef float Lanes __attribute__((vector_size(lanes * sizeof(float)), aligned(sizeof(float)), may_alias));
  const float* row[rows];
  for (int i = 0; i < rows; i++) row[i] = from.a + (i < tile.rows ? i : 0) * (upright ? 1 : from.aStride);
  const float* b = from.b;
  const int64_t aStep = from.aStride, bStep = packed ? 2 * lanes : from.bStride;
  Lanes sums[rows][halves];
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++) {
    for (int half = 0; half < halves; half++) sums[i][half] = Lanes{};
  }
  const float* a = from.a;
  for (int64_t p = 0; p < k; p++, b += bStep) {
    const Lanes left = *reinterpret_cast<const Lanes*>(b);
    const Lanes right = halves == 2 ? *reinterpret_cast<const Lanes*>(b + lanes) : left;
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++) {
      const float x = upright ? a[i] : row[i][p];
      sums[i][0] += x * left;
      if (halves == 2) sums[i][halves - 1] += x * right;
    }
    if (upright) a += aStep;
  }
  if (tile.columns == halves * lanes) {
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++) {
      if (i >= tile.rows) break;
#pragma GCC unroll 2
      for (int half = 0; half < halves; half++) {
        Lanes* c = reinterpret_cast<Lanes*>(tile.c + i * tile.stride + half * lanes);
        Lanes sum = sums[i][half];
        if (tile.bias) sum += *reinterpret_cast<const Lanes*>(tile.bias + half * lanes);
        if (tile.add) sum += *c;
        *c = tile.clamp ? (sum < 0.0f ? Lanes{} : sum) : sum;
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
      float& c = tile.c[i * tile.stride + j];
      const float sum = edge[i][j] + (tile.bias ? tile.bias[j] : 0.0f) + (tile.add ? c : 0.0f);
      c = tile.clamp && sum < 0 ? 0 : sum;
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
template <int lanes, int rows, bool upright, bool packed>
TTR_INLINE void edgeProduct(int64_t k, const Factors& from, const Tile& tile) {
  const bool narrow = tile.columns <= lanes, low = tile.rows <= rows / 2;
  if (narrow && low) {
    tileProduct<lanes, rows / 2, upright, packed, 1>(k, from, tile);
  } else if (narrow) {
    tileProduct<lanes, rows, upright, packed, 1>(k, from, tile);
  } else if (low) {
    tileProduct<lanes, rows / 2, upright, packed, 2>(k, from, tile);
  } else {
    tileProduct<lanes, rows, upright, packed, 2>(k, from, tile);
  }
}

template <int lanes, int rows>
TTR_INLINE void product(int64_t m, int64_t n, int64_t k, Matrix a, Matrix b, float* c, int64_t stride,
                        const float* bias, bool add, bool clamp, float* panels) {
  constexpr int width = 2 * lanes;
  float strip[depthBlock * rows];
  // Packing does not pay where B is a panel as it lies, and where a strip of A meets one panel only.
  const bool packs = b.column != 1 || (n != width && n != lanes);
  const bool upright = a.column != 1, stripsInPlace = a.row == 1 && n <= 4 * width;
  for (int64_t column = 0; column < n; column += columnBlock) {
    const int64_t columns = n - column < columnBlock ? n - column : columnBlock;
    for (int64_t depth = 0; depth < k; depth += depthBlock) {
      const int64_t steps = k - depth < depthBlock ? k - depth : depthBlock;
      if (packs) packColumns<width>(b.at(depth, column), steps, columns, panels);
      for (int64_t i = 0; i < m; i += rows) {
        const int64_t count = m - i < rows ? m - i : rows;
        const Matrix left = a.at(i, depth);
        const bool strips = upright && !(stripsInPlace && count == rows);
        if (strips) packRows<rows>(left, steps, count, strip);
        for (int64_t j = 0; j < columns; j += width) {
          const Tile tile{c + i * stride + column + j, stride, count, columns - j < width ? columns - j : width,
                          bias && depth == 0 ? bias + column + j : nullptr, add || depth > 0,
                          clamp && depth + steps == k};
          const float* panel = packs ? panels + j * steps : b.at(depth, 0).data;
          const float* rowsOfA = strips ? strip : left.data;
          const Factors from{rowsOfA, strips ? rows : upright ? left.column : left.row, panel, b.row};
          if (upright && packs) {
            edgeProduct<lanes, rows, true, true>(steps, from, tile);
          } else if (upright) {
            edgeProduct<lanes, rows, true, false>(steps, from, tile);
          } else if (packs) {
            edgeProduct<lanes, rows, false, true>(steps, from, tile);
          } else {
            edgeProduct<lanes, rows, false, false>(steps, from, tile);
          }
        }
      }
    }
  }
}

using Product = void (*)(int64_t, int64_t, int64_t, Matrix, Matrix, float*, int64_t, const float*, bool, bool,
                         float*);

#define TTR_PRODUCT(name, target, lanes, rows)                                                           \
  target inline void name(int64_t m, int64_t n, int64_t k, Matrix a, Matrix b, float* c, int64_t stride, \
                          const float* bias, bool add, bool clamp, float* panels) {                      \
    product<lanes, rows>(m, n, k, a, b, c, stride, bias, add, clamp, panels);                            \
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

// C [m, n] with rows `stride` apart = A [m, k] B [k, n] (+ bias [n]), or added to what C holds; with `clamp` at least 0.
inline void gemm(int64_t m, int64_t n, int64_t k, Matrix a, Matrix b, float* c, int64_t stride,
                 const float* bias = nullptr, bool add = false, bool clamp = false) {
  static const Product best = bestProduct();
  thread_local std::vector<float> panels(depthBlock * columnBlock);
  best(m, n, k, a, b, c, stride, bias, add, clamp, panels.data());
}

}  // namespace ttr
