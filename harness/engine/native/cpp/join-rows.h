// Blocks of columns side by side, each from a table of rows: the rows as they stand, rows picked by ids, or sums of the rows
// that share an id. And the gradient of each table, whichever blocks it takes part in.
#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "op.h"
#include "rows.h"

namespace ttr {

enum class Way : int32_t { own = 0, picked = 1, summed = 2 };

// A block: `width` columns from `column` on, made of `table` and, unless it stands as it is, of ids: one for each row of the
// result (picked), or one for each row of the table (summed).
struct Block {
  int table;
  Way way;
  const int32_t* ids;
  const float* rows;
  int64_t rowCount, column, width;
};

// Inputs from `first` on: tables, lists of ids, and last a plan: rows of the result, number of tables, and for each block its
// table, its list of ids and its way.
struct Blocks {
  std::vector<Block> blocks;
  int64_t rows, width = 0;
  int first, tables;

  Blocks(const Call& call, int first) : first(first) {
    const int last = call.inputs() - 1;
    const int32_t* plan = call.ints(last);
    rows = plan[0];
    tables = plan[1];
    for (const int32_t* part = plan + 2; part < plan + call.size(last); part += 3) {
      const int input = first + part[0];
      const Shape shape = call.shape(input);
      const Way way = static_cast<Way>(part[2]);
      const int32_t* ids = way == Way::own ? nullptr : call.ints(first + tables + part[1]);
      blocks.push_back({part[0], way, ids, call.floats(input), shape[0], width, shape[1]});
      width += shape[1];
    }
  }
};

inline void joinRows(Call& call) {
  const Blocks all(call, 0);
  float* y = call.output(0, {all.rows, all.width});
  for (const Block& block : all.blocks) {
    const int64_t bytes = block.width * sizeof(float);
    if (block.way == Way::summed) {
      for (int64_t i = 0; i < all.rows; i++) std::memset(y + i * all.width + block.column, 0, bytes);
      for (int64_t j = 0; j < block.rowCount; j++) {
        const int32_t id = block.ids[j];
        if (id >= 0 && id < all.rows) addTo(y + id * all.width + block.column, block.rows + j * block.width, block.width);
      }
      continue;
    }
    for (int64_t i = 0; i < all.rows; i++) {
      const int64_t row = block.ids ? block.ids[i] : i;
      if (row < 0 || row >= block.rowCount) {
        return call.fail("row " + std::to_string(row) + " is not in [0, " + std::to_string(block.rowCount) + ")");
      }
      std::memcpy(y + i * all.width + block.column, block.rows + row * block.width, bytes);
    }
  }
}

// The part of dy [rows, width] that belongs to a block, added to its table's gradient, or put there first.
inline void joinRowsGradOf(const Block& block, const float* dy, int64_t rows, int64_t width, bool first, float* dx) {
  if (first && block.way == Way::picked) std::memset(dx, 0, block.rowCount * block.width * sizeof(float));
  if (block.way == Way::picked) {
    for (int64_t i = 0; i < rows; i++) addTo(dx + block.ids[i] * block.width, dy + i * width + block.column, block.width);
    return;
  }
  for (int64_t j = 0; j < block.rowCount; j++, dx += block.width) {
    const int64_t i = block.ids ? block.ids[j] : j;
    const bool counts = i >= 0 && i < rows;
    if (counts && !first) addTo(dx, dy + i * width + block.column, block.width);
    if (counts && first) std::memcpy(dx, dy + i * width + block.column, block.width * sizeof(float));
    if (!counts && first) std::memset(dx, 0, block.width * sizeof(float));
  }
}

// dy, then as above -> the gradient of each table.
inline void joinRowsGrad(Call& call) {
  const Blocks all(call, 1);
  std::vector<float*> slopes(all.tables);
  for (int i = 0; i < all.tables; i++) slopes[i] = call.output(i, call.shape(1 + i));
  std::vector<bool> begun(all.tables);
  for (const Block& block : all.blocks) {
    joinRowsGradOf(block, call.floats(0), all.rows, all.width, !begun[block.table], slopes[block.table]);
    begun[block.table] = true;
  }
}

inline void defineJoinRows() {
  const Arguments sizes = {"tables: int >= 1", "lists: int >= 0"};
  define<joinRows>("TtrJoinRows", {"table: tables * float", "ids: lists * int32", "plan: int32"}, {"y: float"}, sizes);
  define<joinRowsGrad>("TtrJoinRowsGrad", {"dy: float", "table: tables * float", "ids: lists * int32", "plan: int32"},
                       {"dtable: tables * float"}, sizes);
}

}  // namespace ttr
