/** What a reader of the ranking must know beside it: the terminal tells what the page tells. */
import { group } from 'd3-array';
import type { Note, Summary } from '../score/summary.ts';
import { rankingText } from './ranking-text.ts';

/** More texts of a kind than these are counted. */
const most = 3;

/** Kinds that bear on whether the numbers can be believed, with what their trials or files are called. */
const told: Partial<Readonly<Record<Note['kind'], string>>> = {
  clock: 'notes on the clock',
  missing: 'missing results',
  gate: 'credits taken by variants',
  stopped: 'trials ended early',
  disturbed: 'disturbed trials',
  slowed: 'trials on a slowed CPU',
  retried: 'repeated trials',
  unlike: 'differences of harness or machine',
  resumed: 'resumed trials',
  problem: 'files or results with a problem',
};

/** The ranking with what is beside it. */
export function standingText(summary: Summary): string {
  const below = belowRanking(summary);
  return `${aboveRanking(summary)}${rankingText(summary)}${below === '' ? '' : `\n${below}`}`;
}

/** A warning above the table; empty where its ranks hang on no disturbed trial. */
const aboveRanking = ({ notes }: Summary): string =>
  notes
    .filter(({ kind }) => kind === 'hangs')
    .map(({ text }) => `${text}\n`)
    .join('');

/** The lines below it. */
function belowRanking(summary: Summary): string {
  const byKind = group(summary.notes, ({ kind }) => kind);
  const lines = Object.entries(told).flatMap(([kind, name]) => {
    const texts = (byKind.get(kind as Note['kind']) ?? []).map(({ text }) => text);
    return texts.length > most ? [`${texts.length} ${name}; the page lists them.`] : texts;
  });
  return [...highestScore(summary), ...lines].map((line) => `  ${line}`).join('\n');
}

/** What the best submission can score at most, where nobody reached some of the workloads. */
function highestScore({ workloads }: Summary): string[] {
  const bases = workloads.filter(({ role }) => role === 'base');
  const missed = bases.filter(({ best }) => best.kind !== 'reached').map(({ name }) => name);
  if (missed.length === 0) return [];
  const highest = (bases.length - missed.length) / bases.length;
  return [
    `Nobody reached ${missed.join(', ')}: the highest possible score is ${highest.toFixed(4)}.`,
  ];
}
