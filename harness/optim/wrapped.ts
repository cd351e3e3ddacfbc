/** What an algorithm around another takes over from it. */
import type { Algorithm, State } from '#spec';

type Kept<S extends State> = Omit<Algorithm<S>, 'init' | 'step' | 'prepareForEval'>;

/** The inner algorithm's batch size, regularization and choice of data; `within` finds its state in the outer one's. */
export const settingsOf = <Inner extends State, Outer extends State>(
  inner: Algorithm<Inner>,
  within: (state: Outer) => Inner,
): Kept<Outer> => {
  const { batchSize, dropout, labelSmoothing } = inner;
  const select = inner.selectData?.bind(inner);
  return {
    ...(batchSize !== undefined && { batchSize }),
    ...(dropout !== undefined && { dropout }),
    ...(labelSmoothing !== undefined && { labelSmoothing }),
    ...(select && { selectData: (here, state) => select(here, within(state)) }),
  };
};
