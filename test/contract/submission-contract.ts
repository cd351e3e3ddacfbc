/** What every submission must do. `submissions.test.ts` asks it of all folders, others of files they make. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import ts from 'typescript';
import type { Algorithm, Hyperparameters, Params, State, Submission } from '#spec';
import { checkSubmission } from '../../harness/plan/check-submission.ts';
import { valueAt } from '../../harness/plan/search.ts';
import { judgedParams } from '../../harness/run/trainer/take-step.ts';
import * as parabola from './parabola.ts';
import { free, numbersIn, ran, observed } from './submission-run.ts';
import { testEdges } from './submission-edges.ts';

/** Steps of the longest run, and the step hint of every run. */
const steps = 1000;

/** The two opposite corners of a submission's space at which all dimensions end. */
const corners = ({ space = {} }: Submission): Hyperparameters[] =>
  [0, 1 - 2 ** -40].map((unit) =>
    Object.fromEntries(Object.entries(space).map(([name, range]) => [name, valueAt(range, unit)])),
  );

/** The first listed point, or the middle of every range. */
const middleOf = ({ space = {}, points }: Submission): Hyperparameters =>
  points?.[0] ??
  Object.fromEntries(Object.entries(space).map(([name, range]) => [name, valueAt(range, 0.5)]));

/** Loads the submission in a folder as the harness does: by its default export. */
export const load = async (folder: string): Promise<Submission> => {
  const module = (await import(pathToFileURL(join(folder, 'submission.ts')).href)) as {
    default: Submission;
  };
  return module.default;
};

/** Registers the tests of one submission under its name. */
export const testSubmission = (name: string, folder: string): void => {
  const build = async (): Promise<Algorithm> => {
    const submission = await load(folder);
    return submission.algorithm(middleOf(submission) as never, parabola.task(steps));
  };

  test(`${name} says what it is and has a valid space`, async () => {
    assert.deepEqual(checkSubmission(await load(folder)), []);
  });

  test(`${name} imports the contract, the building blocks, TensorFlow.js and its own folder only`, () => {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const { importedFiles } = ts.preProcessFile(readFileSync(join(folder, file), 'utf8'));
      for (const { fileName } of importedFiles)
        assert.match(
          fileName,
          /^(#spec|#optim|@tensorflow\/tfjs|\.\/(?!.*\.\.).*)$/,
          `${name}/${file} imports ${fileName}. It may import #spec, #optim, @tensorflow/tfjs and ./...`,
        );
    }
  });

  test(`${name} can be built and run at the ends of its space`, async () => {
    const submission = await load(folder);
    for (const hp of corners(submission)) {
      const algorithm = submission.algorithm(hp as never, parabola.task(steps));
      const { batchSize = 1, dropout = 0, labelSmoothing = 0 } = algorithm;
      assert.ok(Number.isInteger(batchSize) && batchSize > 0, `batchSize ${batchSize}`);
      assert.ok(dropout >= 0 && dropout < 1, `dropout ${dropout}`);
      assert.ok(labelSmoothing >= 0 && labelSmoothing < 1, `labelSmoothing ${labelSmoothing}`);
      assert.ok(ran(algorithm, parabola, { count: 3 }).judged.every(Number.isFinite));
    }
  });

  test(`${name} reaches the bottom of a parabola, and holds the same number of tensors after every step`, async () => {
    const { leaks, held, before, after } = observed(await build(), parabola, steps);
    assert.deepEqual(leaks, []);
    assert.equal(new Set(held.slice(1)).size, 1, 'the state grows');
    assert.ok(after < before / 100, `the loss went from ${before} to ${after}`);
  });

  test(`${name} is pure: the same step gives the same values twice and changes no input`, async () => {
    const algorithm = await build();
    const { params, state } = ran(algorithm, parabola, { count: 5 });
    const inputs = numbersIn([params, state]);
    const once = (): [Params, State] => algorithm.step(parabola.here(params, 5), state);
    tf.tidy(() => {
      const first = numbersIn(once());
      assert.deepEqual(numbersIn(once()), first);
      assert.deepEqual(numbersIn([params, state]), inputs);
      assert.ok(first.every(Number.isFinite), 'a state holds finite numbers');
    });
    tf.tidy(() => {
      const judge = () => numbersIn(judgedParams(algorithm, parabola.here(params, 5), state));
      assert.deepEqual(judge(), judge());
      assert.deepEqual(numbersIn([params, state]), inputs);
    });
    free(params, state);
  });

  test(`${name} can judge its parameters before the first step`, async () => {
    const { judged } = ran(await build(), parabola, { count: 0 });
    assert.ok(judged.every(Number.isFinite));
  });

  testEdges(name, async (problem) => {
    const submission = await load(folder);
    const hp = middleOf(submission);
    return submission.algorithm(hp as never, problem.task(steps));
  });
};
