/** All gradient cases. */
import { ctrCases } from './ctr-dlrm.case.ts';
import type { GradientCase } from './gradient-case.ts';
import { resnetCases } from './image-resnet.case.ts';
import { vitCases } from './image-vit.case.ts';
import { moleculeCases } from './molecule-gnn.case.ts';
import { mriCases } from './mri-unet.case.ts';
import { quadraticCases } from './quadratic.case.ts';
import { conformerCases } from './speech-conformer.case.ts';
import { deepSpeechCases } from './speech-deepspeech.case.ts';
import { textCases } from './text-lm.case.ts';
import { translateCases } from './translate-transformer.case.ts';

export const gradientCases = async (): Promise<GradientCase[]> => [
  ...ctrCases(),
  ...resnetCases(),
  ...vitCases(),
  ...(await moleculeCases()),
  ...mriCases(),
  ...(await quadraticCases()),
  ...conformerCases(),
  ...deepSpeechCases(),
  ...textCases(),
  ...(await translateCases()),
];
