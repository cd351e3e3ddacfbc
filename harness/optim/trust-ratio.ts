/** Steps in proportion to the size of what they change. */
import * as tf from '@tensorflow/tfjs';
import type { Scalar, Tensor } from '@tensorflow/tfjs';
import { stateless, type Transform } from './transform.ts';
import type { Mask } from './weight-decay.ts';

export interface TrustRatioOptions {
  /** Multiplies every ratio that is taken. */
  readonly coefficient?: number;
  /** The parameters that are rescaled; the others keep their update. */
  readonly mask?: Mask;
}

const norm = (x: Tensor): Scalar => x.square().sum().sqrt().asScalar();

/** coefficient ||p|| / ||u||, or 1 where either norm is 0: parameters that start at zero must be able to leave it. */
const trustRatio = (p: Tensor, u: Tensor, coefficient: number): Scalar => {
  const [size, length] = [norm(p), norm(u)];
  const ratio = size.divNoNan(length).mul(coefficient);
  return tf.where(size.mul(length).greater(0), ratio, tf.scalar(1)).asScalar();
};

/**
 * Each tensor's update times the ratio of the norms of parameter and update. After Adam and weight decay it is LAMB
 * (You et al. 2019, Algorithm 2, https://arxiv.org/abs/1904.00962, with phi the identity); after weight decay and before
 * learning rate and momentum, LARS (You et al. 2017, Algorithm 1, https://arxiv.org/abs/1708.03888).
 */
export const scaleByTrustRatio = ({
  coefficient = 1,
  mask = () => true,
}: TrustRatioOptions = {}): Transform =>
  stateless((updates, { params }) =>
    Object.fromEntries(
      Object.entries(updates).map(([path, u]) => [
        path,
        mask(path) ? u.mul(trustRatio(params[path]!, u, coefficient)) : u,
      ]),
    ),
  );
