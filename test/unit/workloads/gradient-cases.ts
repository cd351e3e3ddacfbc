/** All gradient cases. */
import { ctrCases } from './ctr-dlrm.case.ts';
import type { GradientCase } from './gradient-case.ts';
import { moleculeCases } from './molecule-gnn.case.ts';
import { translateCases } from './translate-transformer.case.ts';

export const gradientCases = async (): Promise<GradientCase[]> => [
  ...ctrCases(),
  ...(await moleculeCases()),
  ...(await translateCases()),
];
