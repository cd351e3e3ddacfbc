/** Gradient cases of speech_deepspeech. Nothing is hidden from the model, as the peer does not draw the same masks. */
import type { SpecAugmentOptions } from '#nn';
import workload from '../../../workloads/speech_deepspeech/workload.ts';
import { casesOf } from './cases-of.ts';
import type { GradientCase } from './gradient-case.ts';
import { eightUtterances } from './speech-batch.ts';

const nothingHidden: SpecAugmentOptions = {
  frequencyMasks: 0,
  frequencyWidth: 0,
  timeMasks: 0,
  timeShare: 0,
};

export const cases = (): GradientCase[] =>
  casesOf('speech_deepspeech', workload, eightUtterances, true).map((one) => {
    const options = { ...workload.options, ...one.options, specAugment: nothingHidden };
    return { ...one, options, model: workload.model(options) };
  });
