/** All cases, in the order of the table. */
import { filtered } from '../filter.ts';
import type { BenchCase } from './case.ts';
import { convolutions } from './convolution.ts';
import { gemms } from './gemm.ts';
import { labelOf } from './label.ts';
import { norms } from './norm.ts';
import { optimizers } from './optimizer.ts';
import { sequences } from './sequence.ts';
import { trainingSteps } from './training.ts';

/** Those whose label holds this text, in any case. */
export async function casesWith(text: string): Promise<BenchCase[]> {
  const all = [
    ...gemms,
    ...convolutions,
    ...norms,
    ...sequences,
    ...optimizers,
    ...(await trainingSteps()),
  ];
  return filtered(all, text, labelOf);
}
