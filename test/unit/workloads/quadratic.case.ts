/** Gradient cases of `quadratic`, on its own data. */
import data from '../../../workloads/quadratic/data.ts';
import workload from '../../../workloads/quadratic/workload.ts';
import { datasetOf } from '../../../harness/data/split.ts';
import { casesOf } from './cases-of.ts';
import type { GradientCase } from './gradient-case.ts';

export async function cases(): Promise<GradientCase[]> {
  const { train } = await data.convert(new Map());
  return casesOf('quadratic', workload, () => datasetOf(data, train).batch([5, 6, 7, 8]), false);
}
