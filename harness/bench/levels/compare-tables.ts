/** How often `ttr compare` is wrong, and how many pairs it takes. */
import type { LevelTable } from './boards-tables.ts';
import { fixedSize, sequential, type PairTruth } from './comparisons.ts';

/** Looks at each comparison, one after every pair. */
const looks = 200;

const nulls: readonly (readonly [string, PairTruth])[] = [
  ['equal', { ratio: 1 }],
  ['three workloads in turn', { ratio: 1, workloads: 3 }],
  ['noise of one side times 3', { ratio: 1, spread: 3 }],
  ['noise of one side times 10', { ratio: 1, spread: 10 }],
  ['the second of a pair takes 1.05 times as long', { ratio: 1, second: 1.05 }],
  ['every tenth trial takes 1.3 times as long', { ratio: 1, slow: 0.1 }],
];
const ratios = [1.05, 1.1, 1.2, 1.5];

const percent = (share: number): string => (100 * share).toFixed(1);
const pairs = (count: number): string => (count === Infinity ? `> ${looks}` : String(count));

export function compareTables(repeats: number): LevelTable[] {
  return [
    {
      title: `\`ttr compare\`, equal medians: ever decided in ${looks} looks, %`,
      head: ['pairs', 'false verdicts'],
      rows: nulls.map(([name, truth]) => [
        name,
        percent(sequential(truth, looks, repeats).decided),
      ]),
    },
    {
      title: `\`ttr compare\`, b takes longer: pairs until half and 80 % of comparisons are decided`,
      head: ['ratio', 'half', '80 %', 'fixed size', 'wrong side, %', 'ratio outside interval, %'],
      rows: ratios.map((ratio) => {
        const { half, most, wrong, uncovered } = sequential({ ratio }, looks, repeats);
        return [
          String(ratio),
          pairs(half),
          pairs(most),
          pairs(fixedSize({ ratio }, looks, repeats)),
          percent(wrong),
          percent(uncovered),
        ];
      }),
    },
  ];
}
