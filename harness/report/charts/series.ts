/** How one submission looks everywhere on the page: its label, its colour and dash, its anchor. */
import type { Summary } from '../../score/summary.ts';
import type { About } from '../about.ts';

/** Colours in the palette, and dash patterns that tell apart those who share one; see style.css. */
const colours = 8;
const dashes = 5;

export interface Series {
  /** Place in the ranking table, from 0. */
  readonly index: number;
  readonly name: string;
  readonly title: string;
  /** CSS classes of colour and dash, e.g. `c0 d0`. */
  readonly look: string;
  /** Identifier in the page, the same whatever else is on it. */
  readonly anchor: string;
}

/** Submissions in the order of the ranking. */
export const seriesOf = (
  summary: Summary,
  about: Readonly<Record<string, About>>,
): readonly Series[] =>
  summary.submissions.map(({ name }, index) => ({
    index,
    name,
    title: ownEntry(about, name)?.title ?? name,
    look: `c${index % colours} d${Math.floor(index / colours) % dashes}`,
    anchor: anchor('submission', name),
  }));

/** A permalink's fragment: letters, digits and percent escapes only. */
export const anchor = (kind: string, ...names: readonly (string | number)[]): string =>
  [kind, ...names.map((name) => encodeURIComponent(wellFormed(String(name))))].join('-');

/** Lone surrogates cannot be encoded; a name that holds one keeps a mark in its place. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

/** An entry of a record that really is its own: a submission may be called `constructor`. */
export const ownEntry = <Value>(
  record: Readonly<Record<string, Value>>,
  name: string,
): Value | undefined => (Object.hasOwn(record, name) ? record[name] : undefined);
