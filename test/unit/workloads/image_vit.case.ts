import workload from '../../../workloads/image_vit/workload.ts';
import { casesOf } from './cases-of.ts';
import { eightImages } from './eight-images.ts';
import type { GradientCase } from './gradient-case.ts';

/** Gradient cases of `image_vit`. */
export const cases = (): GradientCase[] => casesOf('image_vit', workload, eightImages, true);
