/**
 * What is said: phrases of the State of the Union addresses in the words that are commonest there.
 *
 * A phrase is a run of such words as they stood one after the other, no mark of punctuation between them, that is not
 * part of a longer one.
 */
import { createHash } from 'node:crypto';

/** A phrase is made of this many of the commonest words only. */
const vocabularySize = 64;
const words = { least: 3, most: 5 };
/** Longest phrase, in letters and spaces. */
export const longestPhrase = 22;

/** All phrases of the texts, each once, in the order of their hashes: an order without meaning. */
export function phrasesOf(texts: readonly string[]): string[] {
  const spans = texts.flatMap(wordsBetweenMarks);
  const known = commonest(spans.flat());
  const phrases = spans
    .flatMap((span) => runsOf(span, known))
    .filter(({ length }) => length >= words.least && length <= words.most)
    .map((run) => run.join(' '))
    .filter(({ length }) => length <= longestPhrase);
  return inHashOrder([...new Set(phrases)]);
}

function wordsBetweenMarks(text: string): string[][] {
  const spans = text.toLowerCase().split(/[^a-z'’\s]+/);
  return spans.map((span) => span.split(/\s+/).filter((word) => word !== ''));
}

/** The words of a span between those that are not known. */
function runsOf(span: readonly string[], known: ReadonlySet<string>): string[][] {
  let run: string[] = [];
  const runs = [run];
  for (const word of span) {
    if (known.has(word)) run.push(word);
    else runs.push((run = []));
  }
  return runs;
}

function commonest(words: readonly string[]): Set<string> {
  const counts = new Map<string, number>();
  for (const word of words) {
    // Only letters have labels.
    if (/^[a-z]+$/.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const ranked = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return new Set(ranked.slice(0, vocabularySize).map(([word]) => word));
}

function inHashOrder(phrases: readonly string[]): string[] {
  const hash = (phrase: string) => createHash('sha256').update(phrase).digest('hex');
  return phrases
    .map((phrase) => ({ phrase, key: hash(phrase) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ phrase }) => phrase);
}
