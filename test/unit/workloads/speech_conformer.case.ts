import workload from '../../../workloads/speech_conformer/workload.ts';
import { casesOf } from './cases-of.ts';
import type { GradientCase } from './gradient-case.ts';
import { eightUtterances } from './speech-batch.ts';

/** Gradient cases of `speech_conformer`. */
export const cases = (): GradientCase[] =>
  casesOf('speech_conformer', workload, eightUtterances, true);
