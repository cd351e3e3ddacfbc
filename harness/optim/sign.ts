/** Steps of one size: the sign of an update. */
import { map } from './params.ts';
import { stateless, type Transform } from './transform.ts';

/** -1, 0 or 1 for each number: signSGD, Bernstein et al. 2018, Algorithm 1, https://arxiv.org/abs/1802.04434 */
export const scaleBySign = (): Transform => stateless((updates) => map((x) => x.sign(), updates));
