/** Error rates of predicted token sequences, as speech recognition counts them. A token is anything that `===` compares. */

/** Fewest insertions, deletions and substitutions that turn one sequence into the other (Levenshtein 1966). */
export function editDistance<T>(from: ArrayLike<T>, to: ArrayLike<T>): number {
  // After i rows, row[j] is the distance of the first i of `from` and the first j of `to`.
  const row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    let diagonal = row[0]!;
    row[0] = i;
    for (let j = 1; j <= to.length; j++) {
      const substituted = diagonal + (from[i - 1] === to[j - 1] ? 0 : 1);
      diagonal = row[j]!;
      row[j] = Math.min(substituted, diagonal + 1, row[j - 1]! + 1);
    }
  }
  return row[to.length]!;
}

export interface ErrorRates {
  /** Edits of all sequences over the tokens of all references: not bounded by 1. The word error rate where tokens are words. */
  readonly tokens: number;
  /** Share of sequences that are not exactly right. */
  readonly sequences: number;
}

/** Error rates of hypotheses against their references, over the corpus. */
export function errorRates<T>(
  references: readonly ArrayLike<T>[],
  hypotheses: readonly ArrayLike<T>[],
): ErrorRates {
  const edits = references.map((reference, i) => editDistance(reference, hypotheses[i]!));
  const length = references.reduce((sum, reference) => sum + reference.length, 0);
  return {
    tokens: edits.reduce((sum, distance) => sum + distance, 0) / length,
    sequences: edits.filter((distance) => distance > 0).length / references.length,
  };
}

/** Words of a sequence of letters, as what their letters are in order: [3, 1, 0, 2] with separator 0 -> ['3 1', '2']. */
export function wordsOf(letters: ArrayLike<number>, separator: number): string[] {
  const words: string[] = [];
  let word: number[] = [];
  for (const letter of [...Array.from(letters), separator]) {
    if (letter !== separator) word.push(letter);
    else if (word.length > 0) {
      words.push(word.join(' '));
      word = [];
    }
  }
  return words;
}
