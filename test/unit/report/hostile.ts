/** Names and texts that would break a careless page. */
import type { About } from '../../../harness/report/leaderboard.ts';
import type { Made } from './made-results.ts';

export const hostileNames = [
  '<script>globalThis.harmed = 1</script>',
  '"><img src=x onerror="globalThis.harmed = 1">',
  "' onmouseover='globalThis.harmed = 1",
  '{{command}} {{{command}}} &amp; `${1}`',
  'long-'.repeat(40),
  '\u202eright to left \u05e9\u05dc\u05d5\u05dd',
  'constructor',
  '__proto__',
  '\ud800 lone surrogate',
] as const;

export const hostile: Made = {
  submissions: hostileNames,
  workloads: ['<b>bold</b>', 'w'.repeat(200)],
  studies: 2,
  trials: 1,
};

/** Every name claims to be its own title, author and paper. */
export const hostileAbout: Readonly<Record<string, About>> = Object.fromEntries(
  hostileNames.map((name) => [
    name,
    { title: name, authors: [name, name], reference: 'javascript:globalThis.harmed=1' },
  ]),
);
