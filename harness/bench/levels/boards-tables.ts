/** How often verdicts are false, by numbers of studies and workloads. */
import { exactOf } from '../../score/pair-verdict.ts';
import { isBelowLevel } from '../../score/rank-sum.ts';
import {
  boardOf,
  drawStudies,
  equal,
  pairOf,
  standing,
  type BoardSize,
  type Truth,
} from './boards.ts';

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

type Size = Omit<BoardSize, 'submissions'>;

/**
 * Share of pairs of two submissions called faster or slower; undefined where none had enough studies to tell. No verdict is given
 * unless the exact test rejects, so that the bootstrap is left out where it does not.
 */
export function falseVerdicts(size: Size, truth: Truth, repeats: number): number | undefined {
  const two = { submissions: 2, ...size };
  let decided = 0;
  let told = 0;
  for (let seed = 0; seed < repeats; seed++) {
    const seconds = drawStudies(two, truth, seed);
    const exact = exactOf(seconds, size.workloads, size.workloads, 0, 1);
    if (exact === undefined || !isBelowLevel(exact.leastP)) continue;
    told++;
    if (!isBelowLevel(exact.p)) continue;
    const { verdict } = pairOf(boardOf(two, seconds, seed));
    if (verdict === 'faster' || verdict === 'slower') decided++;
  }
  return told === 0 ? undefined : decided / repeats;
}

/** Share of pairs of two equal submissions whose bootstrap interval leaves out 1: the rule that the exact test replaced. */
function outsideInterval(size: Size, repeats: number): number {
  const two = { submissions: 2, ...size };
  let outside = 0;
  for (let seed = 0; seed < repeats; seed++) {
    const { interval } = pairOf(boardOf(two, drawStudies(two, equal, seed), seed));
    if (interval !== undefined && (interval.low > 1 || interval.high < 1)) outside++;
  }
  return outside / repeats;
}

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
  const quarter = Math.ceil(repeats / 4);
  const by = (truthOf: (workloads: number) => Truth) => (studies: number, workloads: number) =>
    percent(falseVerdicts({ studies, workloads }, truthOf(workloads), quarter));
  return [
    grid('Two equal submissions called faster or slower, %', sizes, (studies, workloads) =>
      percent(falseVerdicts({ studies, workloads }, equal, repeats)),
    ),
    grid('The bootstrap interval alone, %', few, (studies, workloads) =>
      percent(outsideInterval({ studies, workloads }, quarter)),
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
    ...fourEqual(quarter, few),
  ];
}

/** Boards of four equal submissions: more than one tie group, and a P(best) above 95 %. */
function fourEqual(repeats: number, workloads: readonly number[]): LevelTable[] {
  const cells = new Map<string, { divided: number; sure: number }>();
  for (const studies of sizes) {
    for (const count of workloads) {
      const size = { submissions: 4, studies, workloads: count };
      const cell = { divided: 0, sure: 0 };
      for (let seed = 0; seed < repeats; seed++) {
        const { tieGroups, bestProbability } = standing(
          boardOf(size, drawStudies(size, equal, seed), seed),
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
