import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as optim from '#optim';
import { choice, defineSubmission, linear, log } from '#spec';
import { pointOf } from '../../harness/plan/search.ts';
import * as parabola from './parabola.ts';

test('a space types the hyperparameters: other names do not compile, and each has its own type', () => {
  const seen: unknown[] = [];
  const submission = defineSubmission({
    title: 'Any',
    authors: ['Anyone'],
    reference: 'https://example.org',
    space: {
      rate: log(1e-4, 1),
      momentum: linear(0, 0.8),
      nesterov: choice(true, false),
      schedule: choice('cosine', 'line'),
    },
    algorithm(hp) {
      const rate: number = hp.rate;
      const nesterov: boolean = hp.nesterov;
      const schedule: 'cosine' | 'line' = hp.schedule;
      // @ts-expect-error: there is no such hyperparameter.
      const misspelt: unknown = hp.momentun;
      seen.push(rate, hp.momentum, nesterov, schedule, misspelt);
      return optim.optimizer(optim.trace({ momentum: hp.momentum, nesterov }));
    },
  });
  const point = pointOf(submission.space!, { study: 1, trial: 1, trials: 5 });
  submission.algorithm(point as never, parabola.task(10));
  const { rate, momentum, nesterov, schedule } = point;
  assert.deepEqual(seen, [rate, momentum, nesterov, schedule, undefined]);
  assert.ok(typeof nesterov === 'boolean' && ['cosine', 'line'].includes(String(schedule)));
});
