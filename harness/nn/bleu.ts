/** BLEU of predicted token sequences over a corpus, as sacrebleu computes it. A token is a number or a string. */

/** N-grams of up to so many tokens are counted (Papineni et al. 2002, section 2.3). */
const longest = 4;

/**
 * Corpus BLEU in [0, 100], one reference for each hypothesis: the geometric mean of the clipped 1- to 4-gram precisions,
 * times the brevity penalty (Papineni et al. 2002). Counts are summed over the corpus before they are divided. As sacrebleu
 * (Post 2018) by default: an order without any match counts 1/2, then 1/4, ... of a match, and a corpus without one matching
 * token, or too short for any 4-gram, is 0. Tokens are compared as they are: sacrebleu's `tokenize="none"`.
 */
export function corpusBleu(
  references: readonly ArrayLike<number | string>[],
  hypotheses: readonly ArrayLike<number | string>[],
): number {
  const orders = Array.from({ length: longest }, (_, i) =>
    precision(references, hypotheses, i + 1),
  );
  if (orders[0]!.matches === 0 || orders.some(({ total }) => total === 0)) return 0;
  let part = 1;
  const logarithms = orders.map(({ matches, total }) =>
    Math.log((matches > 0 ? matches : (part /= 2)) / total),
  );
  const mean = logarithms.reduce((sum, x) => sum + x, 0) / longest;
  const lengths = tokensOf(references) / tokensOf(hypotheses);
  return 100 * Math.exp(mean + Math.min(0, 1 - lengths));
}

const tokensOf = (rows: readonly ArrayLike<unknown>[]): number =>
  rows.reduce((sum, { length }) => sum + length, 0);

/** N-grams of the hypotheses that their references have too, each at most as often as there, and all of them. */
function precision(
  references: readonly ArrayLike<number | string>[],
  hypotheses: readonly ArrayLike<number | string>[],
  order: number,
): { readonly matches: number; readonly total: number } {
  let matches = 0;
  let total = 0;
  for (const [i, hypothesis] of hypotheses.entries()) {
    const wanted = countsOf(references[i]!, order);
    for (const [ngram, count] of countsOf(hypothesis, order)) {
      matches += Math.min(count, wanted.get(ngram) ?? 0);
      total += count;
    }
  }
  return { matches, total };
}

/** How often each n-gram is in a sequence. */
function countsOf(tokens: ArrayLike<number | string>, order: number): Map<string, number> {
  const counts = new Map<string, number>();
  const row = Array.from(tokens);
  for (let start = 0; start + order <= row.length; start++) {
    const ngram = JSON.stringify(row.slice(start, start + order));
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}
