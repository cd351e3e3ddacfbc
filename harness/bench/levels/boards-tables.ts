/** How often verdicts are false, by numbers of studies and workloads. */
import { isBelowLevel } from '../../score/rank-sum.ts';
import type { Pair } from '../../score/summary.ts';
import { drawBoard, equal, pairOf, standing, type BoardSize, type Truth } from './boards.ts';

/** One table of the README. */
export interface LevelTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** Truths under which no submission is faster over all workloads. */
const wide = (factor: number): Truth => ({
  ...equal,
  hasMisses: false,
  spread: (row) => (row === 0 ? 1 : factor),
});
/** Each is 1.3 times as fast on every second workload; the last of an odd number is even. */
const opposed =
  (workloads: number): Truth['shift'] =>
  (row, column) =>
    row === 0 || (workloads % 2 === 1 && column === workloads - 1)
      ? 0
      : (column % 2 === 0 ? 1 : -1) * Math.log(1.3);

type Judged = Pick<Pair, 'verdict' | 'interval'>;

const isDecided = ({ verdict }: Judged): boolean => verdict === 'faster' || verdict === 'slower';
/** The rule that the exact test replaced. */
const isOutside = ({ interval }: Judged): boolean =>
  interval !== undefined && (interval.low > 1 || interval.high < 1);

/** Share of pairs of two submissions that satisfy `is`; undefined where none had enough studies to tell. */
function pairShare(
  size: Omit<BoardSize, 'submissions'>,
  truth: Truth,
  repeats: number,
  is: (pair: Judged) => boolean,
): number | undefined {
  let count = 0;
  let told = 0;
  for (let seed = 0; seed < repeats; seed++) {
    const pair = pairOf(drawBoard({ submissions: 2, ...size }, truth, seed));
    if (is(pair)) count++;
    if (pair.exact.kind === 'known' && isBelowLevel(pair.exact.leastP)) told++;
  }
  return told === 0 && is !== isOutside ? undefined : count / repeats;
}

export const falseVerdicts = (
  size: Omit<BoardSize, 'submissions'>,
  truth: Truth,
  repeats: number,
): number | undefined => pairShare(size, truth, repeats, isDecided);

const percent = (share: number | undefined): string =>
  share === undefined ? '–' : (100 * share).toFixed(1);

/** Studies down, workloads across. */
const grid = (
  title: string,
  workloads: readonly number[],
  cell: (studies: number, workloads: number) => string,
): LevelTable => ({
  title,
  head: ['studies', ...workloads.map((count) => `${count} w`)],
  rows: sizes.map((studies) => [
    String(studies),
    ...workloads.map((count) => cell(studies, count)),
  ]),
});

export function boardTables(repeats: number): LevelTable[] {
  const few = [1, 2, 3, 6, 9];
  const by = (truthOf: (workloads: number) => Truth) => (studies: number, workloads: number) =>
    percent(falseVerdicts({ studies, workloads }, truthOf(workloads), Math.ceil(repeats / 2)));
  return [
    grid('Two equal submissions called faster or slower, %', sizes, (studies, workloads) =>
      percent(falseVerdicts({ studies, workloads }, equal, repeats)),
    ),
    grid('The bootstrap interval alone, %', few, (studies, workloads) =>
      percent(pairShare({ studies, workloads }, equal, Math.ceil(repeats / 2), isOutside)),
    ),
    grid(
      'Equal medians, noise of one side times 3, %',
      few,
      by(() => wide(3)),
    ),
    grid(
      'Equal medians, noise of one side times 10, %',
      few,
      by(() => wide(10)),
    ),
    grid(
      'Equal geometric means, 1.3 times as fast on one half of the workloads and as slow on the other, %',
      few,
      by((workloads) => ({ ...equal, hasMisses: false, shift: opposed(workloads) })),
    ),
    ...fourEqual(Math.ceil(repeats / 2), few),
  ];
}

/** Boards of four equal submissions: more than one tie group, and a P(best) above 95 %. */
function fourEqual(repeats: number, workloads: readonly number[]): LevelTable[] {
  const cells = new Map<string, { divided: number; sure: number }>();
  for (const studies of sizes) {
    for (const count of workloads) {
      const cell = { divided: 0, sure: 0 };
      for (let seed = 0; seed < repeats; seed++) {
        const { tieGroups, bestProbability } = standing(
          drawBoard({ submissions: 4, studies, workloads: count }, equal, seed),
        );
        if (tieGroups.some((group) => group > 1)) cell.divided++;
        if (bestProbability.some((share) => share > 0.95)) cell.sure++;
      }
      cells.set(`${studies} ${count}`, cell);
    }
  }
  const of = (key: 'divided' | 'sure') => (studies: number, count: number) =>
    percent(cells.get(`${studies} ${count}`)![key] / repeats);
  return [
    grid('Four equal submissions, more than one tie group, %', workloads, of('divided')),
    grid('Four equal submissions, one with P(best) above 95 %, %', workloads, of('sure')),
  ];
}
