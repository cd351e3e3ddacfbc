/** A log that was taken up again from a checkpoint, without what was computed twice. */

export interface Course<Row> {
  /** Their seconds never go back. */
  readonly rows: readonly Row[];
  /** Times the seconds went back. */
  readonly resumes: number;
  /** Rows of the log that are not among `rows`. */
  readonly dropped: number;
}

/**
 * A resumed trial goes on from a checkpoint, so that what it did after that was undone and computed again: rows from the first
 * that comes again on are dropped. Only a hit is never undone, since the official scorer takes the first in the file: after it,
 * rows are dropped until they come to something new.
 *
 * @param secondsOf Billed seconds at a row. @param stepOf Steps at a row. @param hits Whether a row reaches the target.
 */
export function withoutRepeats<Row>(
  rows: readonly Row[],
  secondsOf: (row: Row) => number,
  stepOf: (row: Row) => number,
  hits: (row: Row) => boolean,
): Course<Row> {
  const kept: Row[] = [];
  let resumes = 0;
  let reached = false;
  let before = 0;
  for (const row of rows) {
    const seconds = secondsOf(row);
    if (seconds < before) {
      resumes++;
      const isUndone = (one: Row): boolean =>
        secondsOf(one) >= seconds || stepOf(one) >= stepOf(row);
      while (!reached && kept.length > 0 && isUndone(kept.at(-1)!)) kept.pop();
    }
    before = seconds;
    if (kept.length > 0 && seconds < secondsOf(kept.at(-1)!)) continue;
    kept.push(row);
    reached ||= hits(row);
  }
  return { rows: kept, resumes, dropped: rows.length - kept.length };
}
