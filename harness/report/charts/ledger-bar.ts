/** Where a trial's wall time went, as one stacked bar. */
import type { Ledger } from '../../record/result.ts';
import { secondsText } from '../views/number-text.ts';

/** The ledger's buckets, in the order of the bar. */
export const buckets = [
  'setup',
  'clear',
  'waited',
  'throttled',
  'stolen',
  'evaluation',
  'checkpoint',
  'logging',
] as const satisfies readonly (keyof Ledger)[];

export interface LedgerBar {
  readonly parts: readonly {
    readonly bucket: string;
    /** Left edge and width in percent of the bar. */
    readonly x: string;
    readonly width: string;
  }[];
  readonly text: string;
  readonly wall: string;
}

export const ledgerBar = (ledger: Ledger): LedgerBar => {
  const total = Math.max(
    ledger.wall,
    buckets.reduce((sum, bucket) => sum + ledger[bucket], 0),
  );
  let before = 0;
  const parts = buckets.flatMap((bucket) => {
    const seconds = ledger[bucket];
    const x = before;
    before += seconds;
    return seconds > 0 && total > 0
      ? [{ bucket, x: percent(x / total), width: percent(seconds / total) }]
      : [];
  });
  return {
    parts,
    text: buckets
      .filter((bucket) => ledger[bucket] > 0)
      .map((bucket) => `${bucket} ${secondsText(ledger[bucket])}`)
      .join(', '),
    wall: secondsText(ledger.wall),
  };
};

const percent = (share: number): string => `${(100 * share).toFixed(2)}%`;
