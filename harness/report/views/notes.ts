/** What the reader must know, gathered by kind: what bears on the order first, unreadable files last. */
import type { Note, Summary } from '../../score/summary.ts';
import { countText } from './number-text.ts';

const kinds = {
  hangs: 'Places that hang on slowed trials',
  clock: 'Whose seconds',
  ruleset: 'Rulesets in one table',
  decides: 'Places that hang on a third party',
  gate: 'Credit taken by a variant',
  missing: 'Missing results',
  stopped: 'Trials ended early',
  unlike: 'Measured by another harness or machine than the rest',
  resumed: 'Resumed trials',
  disturbed: 'Disturbed trials',
  slowed: 'Trials on a slowed CPU',
  retried: 'Repeated trials',
  superseded: 'Replaced results',
  problem: 'Left out or unreadable',
} as const satisfies Record<Note['kind'], string>;

/** A longer list starts folded. */
const unfolded = 8;

export interface NoteGroup {
  readonly title: string;
  readonly count: string;
  readonly open: boolean;
  readonly texts: readonly string[];
}

export const noteGroups = ({ notes }: Summary): readonly NoteGroup[] =>
  Object.entries(kinds).flatMap(([kind, title]) => {
    const texts = notes.filter((note) => note.kind === kind).map(({ text }) => text);
    return texts.length === 0
      ? []
      : [{ title, count: countText(texts.length), open: texts.length <= unfolded, texts }];
  });
