/** What the leaderboard says, in one sentence. */
import type { SubmissionSummary, Summary } from '../../score/summary.ts';
import { percentText, scoreText } from './number-text.ts';
import { studiesText } from './ranking.ts';
import type { Series } from '../charts/series.ts';

/** Text in parts, so that names can be marked up and isolated. */
export interface Phrase {
  readonly text: string;
  readonly isName: boolean;
}

const text = (words: string): Phrase => ({ text: words, isName: false });
const name = ({ title }: Series): Phrase => ({ text: title, isName: true });

/** Names listed in full in a sentence; a longer group is counted. */
const listed = 4;

export const verdict = (summary: Summary, series: readonly Series[]): readonly Phrase[] => {
  const [first, ...others] = summary.submissions;
  if (first === undefined) return [text('There are no results yet.')];
  if (first.score === 0) return [text('No submission reached the targets in time to score.')];
  const leaders = summary.submissions.filter(({ tieGroup }) => tieGroup === first.tieGroup);
  if (others.length === 0) return alone(first, series);
  if (summary.runs.kind === 'too-few')
    return tooFew(first, summary, summary.runs.studiesNeeded, series);
  return leaders.length === 1 ? winner(first, others, series) : tie(leaders, summary, series);
};

const alone = (first: SubmissionSummary, series: readonly Series[]): readonly Phrase[] => [
  name(series[0]!),
  text(` is the only submission; it scores ${scoreText(first.score)} of 1.`),
];

const winner = (
  first: SubmissionSummary,
  others: readonly SubmissionSummary[],
  series: readonly Series[],
): readonly Phrase[] => [
  name(series[0]!),
  text(
    ` trains fastest: it scores ${scoreText(first.score)} of 1, the next one ${scoreText(others[0]!.score)}` +
      (first.interval === undefined
        ? '; with one study each, that rests on the number of workloads alone.'
        : `, and the chance that it is best is ${percentText(first.bestProbability)}.`),
  ),
];

const tooFew = (
  first: SubmissionSummary,
  summary: Summary,
  studies: number,
  series: readonly Series[],
): readonly Phrase[] => {
  const bases = summary.workloads.filter(({ role }) => role === 'base').length;
  const on = bases === 1 ? 'this workload' : `each of these ${bases} workloads`;
  return [
    text('Too few runs to tell who trains fastest. '),
    name(series[0]!),
    text(
      ` scores most, ${scoreText(first.score)} of 1; to tell it from others takes at least ` +
        `${studiesText(studies)} on ${on}.`,
    ),
  ];
};

const tie = (
  leaders: readonly SubmissionSummary[],
  summary: Summary,
  series: readonly Series[],
): readonly Phrase[] => {
  const named = leaders.length <= listed ? leaders : leaders.slice(0, listed - 1);
  const rest = leaders.length - named.length;
  const all = leaders.length === summary.submissions.length;
  return [
    ...named.flatMap((_, index) => [...joint(index, named.length, rest), name(series[index]!)]),
    text(rest > 0 ? ` and ${rest} more` : ''),
    text(
      ` share first place: ${all ? 'the' : 'these'} results cannot tell ` +
        `${leaders.length === 2 ? 'the two' : 'them'} apart.`,
    ),
  ];
};

const joint = (index: number, count: number, rest: number): readonly Phrase[] => {
  if (index === 0) return [];
  return [text(index === count - 1 && rest === 0 ? ' and ' : ', ')];
};
