/**
 * Makes the golden page anew: `node --import tsx test/golden/page/regenerate.ts`, then read the difference
 * (`git diff test/golden/page`) before it is committed. The input is rebuilt too, so that it follows the scorer.
 */
import { writeFileSync } from 'node:fs';
import { leaderboard, type LeaderboardInput } from '../../../harness/report/leaderboard.ts';
import { scoreResults } from '../../../harness/score/summarize.ts';
import { filesOf } from '../../unit/report/made-files.ts';
import { madeResults } from '../../unit/report/made-results.ts';

const results = madeResults({
  submissions: ['adamw', 'lion', 'unknown_author'],
  workloads: ['image_resnet', 'text_lm'],
  studies: 2,
  trials: 2,
});
const input: LeaderboardInput = {
  ...scoreResults(results, { resamples: 500 }),
  command: 'ttr leaderboard results',
  about: {
    adamw: {
      title: 'AdamW',
      authors: ['Ilya Loshchilov', 'Frank Hutter'],
      reference: 'https://arxiv.org/abs/1711.05101',
    },
    lion: {
      title: 'Lion <&>',
      authors: ['Xiangning Chen'],
      reference: 'Symbolic discovery of optimization algorithms',
    },
  },
};
writeFileSync(new URL('input.json', import.meta.url), `${JSON.stringify(input)}\n`);
writeFileSync(new URL('page.html', import.meta.url), leaderboard({ ...input, files: filesOf(input.results) }));
