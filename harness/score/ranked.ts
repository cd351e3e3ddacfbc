/**
 * The value that sorting would put at `index`, in linear time (Hoare's selection); reorders `values`, so that none before
 * `index` is larger and none after it smaller. d3's quickselect calls a function for each comparison, which costs as
 * much here as sorting does.
 *
 * @param from No value before this index is larger than any from it on.
 */
export function ranked(values: Float64Array, index: number, from = 0): number {
  let left = from;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1]!;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (index <= j) right = j;
    else if (index >= i) left = i;
    else break;
  }
  return values[index]!;
}
