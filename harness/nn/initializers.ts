import type { Initializer } from '#spec';

/** Standard deviation of a standard normal cut off at two standard deviations. */
const truncatedStd = 0.87962566103423978;

export const zeros: Initializer = { kind: 'constant', value: 0 };
export const ones: Initializer = { kind: 'constant', value: 1 };

/** Normal with this standard deviation. */
export const normal = (std: number): Initializer => ({ kind: 'normal', std });

/** Normal with standard deviation `std`, cut off at 2 std. The result's own deviation is 0.88 std. */
export const truncatedNormal = (std: number): Initializer => ({ kind: 'truncatedNormal', std });

/** Uniform in [-limit, limit]. */
export const uniform = (limit: number): Initializer => ({ kind: 'uniform', limit });

/** Normal with variance 2 / fanIn, for layers before a ReLU (He et al. 2015, arXiv 1502.01852). */
export const heNormal = (fanIn: number): Initializer => normal(Math.sqrt(2 / fanIn));

/** Uniform with variance 2 / (fanIn + fanOut) (Glorot & Bengio 2010, AISTATS). */
export const glorotUniform = (fanIn: number, fanOut: number): Initializer =>
  uniform(Math.sqrt(6 / (fanIn + fanOut)));

/** Normal with variance 2 / (fanIn + fanOut) (Glorot & Bengio 2010, AISTATS). */
export const glorotNormal = (fanIn: number, fanOut: number): Initializer =>
  normal(Math.sqrt(2 / (fanIn + fanOut)));

/** Truncated normal with variance 1 / fanIn after truncation (LeCun et al. 1998); Flax's default. */
export const lecunNormal = (fanIn: number): Initializer =>
  truncatedNormal(Math.sqrt(1 / fanIn) / truncatedStd);
