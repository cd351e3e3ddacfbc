/** All gradient cases. */
import type { GradientCase } from './gradient-case.ts';
import { imageCases } from './image-resnet.case.ts';
import { quadraticCases } from './quadratic.case.ts';
import { textCases } from './text-lm.case.ts';
import { translateCases } from './translate-transformer.case.ts';

export const gradientCases = async (): Promise<GradientCase[]> => [
  ...(await quadraticCases()),
  ...imageCases(),
  ...textCases(),
  ...(await translateCases()),
];
