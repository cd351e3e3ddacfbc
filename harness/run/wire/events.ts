/** What a referee tells while a trial runs and at its end: one JSON value a line on its standard output. */
import type { Evaluation } from '../../record/result.ts';

export type RefereeEvent =
  /** The submission may be loaded: the clock is about to run. */
  | { readonly kind: 'started'; readonly slot: string }
  /** The machine is not the one that the plan was made for. The result tells the machine that was found. */
  | { readonly kind: 'otherMachine'; readonly planned: string; readonly found: string }
  | { readonly kind: 'evaluated'; readonly evaluation: Evaluation }
  /** The result is on disk. */
  | { readonly kind: 'ended'; readonly path: string }
  /** The referee itself failed: a bug of the harness or of the workload. */
  | { readonly kind: 'failed'; readonly reason: string };

const kinds: readonly RefereeEvent['kind'][] = [
  'started',
  'otherMachine',
  'evaluated',
  'ended',
  'failed',
];

/** An event as a line, its end included. */
export const eventLine = (event: RefereeEvent): string => `${JSON.stringify(event)}\n`;

/** The event of a line; undefined where something else printed it. */
export function parseEvent(line: string): RefereeEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line) as Partial<RefereeEvent>;
    return kinds.includes(value.kind!) ? (value as RefereeEvent) : undefined;
  } catch {
    return undefined;
  }
}
