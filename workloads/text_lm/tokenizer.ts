/**
 * Byte-pair encoding (Sennrich et al. 2016, arXiv 1508.07909) over characters, learned from the training text.
 * Words carry the space before them; no token crosses a word's end.
 */

/** Turns text into token ids in [0, size). */
export interface Tokenizer {
  readonly size: number;
  readonly encode: (text: string) => number[];
}

const wordPattern = / ?[A-Za-z]+| ?[0-9]+| ?[^A-Za-z0-9\s]+|\s+?/g;

/** Ids 0 ... alphabet.length - 1 are the characters, the others the merged pairs in the order they were learned. */
export function learnTokenizer(text: string, alphabet: readonly string[], size: number): Tokenizer {
  const ids = new Map(alphabet.map((character, id) => [character, id]));
  const spell = (word: string): number[] => Array.from(word, (character) => ids.get(character)!);
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(wordPattern)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = Array.from(counts, ([word, count]) => ({ tokens: spell(word), count }));
  const merges: [number, number][] = [];
  for (let id = alphabet.length; id < size; id++) {
    const pair = commonestPair(words, size);
    merges.push(pair);
    for (const word of words) word.tokens = merge(word.tokens, pair, id);
  }

  const known = new Map<string, number[]>();
  const encodeWord = (word: string): number[] => {
    const seen = known.get(word);
    if (seen) return seen;
    const tokens = merges.reduce(
      (tokens, pair, i) => merge(tokens, pair, alphabet.length + i),
      spell(word),
    );
    known.set(word, tokens);
    return tokens;
  };
  return {
    size,
    encode: (text) => Array.from(text.matchAll(wordPattern), ([word]) => encodeWord(word)).flat(),
  };
}

/** The pair of neighbours that occurs most often; of equals the one with the lowest ids. */
function commonestPair(
  words: readonly { readonly tokens: readonly number[]; readonly count: number }[],
  size: number,
): [number, number] {
  const counts = new Int32Array(size * size);
  for (const { tokens, count } of words)
    for (let i = 1; i < tokens.length; i++) counts[tokens[i - 1]! * size + tokens[i]!]! += count;
  const best = counts.reduce((best, count, pair) => (count > counts[best]! ? pair : best), 0);
  return [Math.floor(best / size), best % size];
}

/** Replaces the pair, wherever it stands, by the token `id`. */
function merge(tokens: number[], [left, right]: readonly [number, number], id: number): number[] {
  if (!tokens.some((token, i) => token === left && tokens[i + 1] === right)) return tokens;
  const merged: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const found = tokens[i] === left && tokens[i + 1] === right;
    merged.push(found ? id : tokens[i]!);
    if (found) i++;
  }
  return merged;
}
