import workload from '../../../workloads/image_resnet/workload.ts';
import { casesOf } from './cases-of.ts';
import { eightImages } from './eight-images.ts';
import type { GradientCase } from './gradient-case.ts';

/** Gradient cases of `image_resnet`. */
export const cases = (): GradientCase[] => casesOf('image_resnet', workload, eightImages, false);
