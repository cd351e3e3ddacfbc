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
import {
  initState,
  judgedParams,
  releaseJudged,
  takeStep,
} from '../../harness/run/trainer/take-step.ts';
import { tensorsIn } from '../../harness/run/trainer/tensors-in.ts';
import * as parabola from './parabola.ts';

const steps = 1000;

/** Every number in parameters or a state, in order. */
const numbersIn = (value: State): number[] => {
  if (typeof value === 'number') return [value];
  if (value instanceof tf.Tensor) return [...value.dataSync()];
  return Object.values(value).flatMap((item: State) => numbersIn(item));
};

/** Trains on the parabola; gives the loss there at the parameters to be judged. */
const train = (algorithm: Algorithm, count: number): number => {
  let params = parabola.start();
  let state = initState(algorithm, params);
  for (let step = 0; step < count; step++)
    [params, state] = takeStep(algorithm, parabola.here(params, step), state);
  const judged = judgedParams(algorithm, parabola.here(params, count), state);
  const loss = tf.tidy(() => parabola.loss(judged).dataSync()[0]!);
  releaseJudged(judged, params, state);
  for (const tensor of tensorsIn([params, state], 'left')) tensor.dispose();
  return loss;
};

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
      assert.ok(Number.isFinite(train(algorithm, 3)));
    }
  });

  test(`${name} reaches the bottom of a parabola in the middle of its space`, async () => {
    const before = tf.tidy(() => parabola.loss(parabola.start()).dataSync()[0]!);
    const after = train(await build(), steps);
    assert.ok(after < before / 100, `the loss went from ${before} to ${after}`);
  });

  test(`${name} holds the same number of tensors after every step`, async () => {
    const algorithm = await build();
    const before = tf.memory().numTensors;
    let params = parabola.start();
    let state = initState(algorithm, params);
    const held: number[] = [];
    for (let step = 0; step < 300; step++) {
      [params, state] = takeStep(algorithm, parabola.here(params, step), state);
      const owned = tensorsIn([params, state], 'left').size;
      assert.equal(tf.memory().numTensors - before, owned, `a tensor leaked in step ${step}`);
      held.push(owned);
    }
    assert.deepEqual([...new Set(held.slice(1))].length, 1, 'the state grows');
    for (const tensor of tensorsIn([params, state], 'left')) tensor.dispose();
  });

  test(`${name} is pure: the same step gives the same values twice and changes no input`, async () => {
    const algorithm = await build();
    let params = parabola.start();
    let state = initState(algorithm, params);
    for (let step = 0; step < 5; step++)
      [params, state] = takeStep(algorithm, parabola.here(params, step), state);
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
    for (const tensor of tensorsIn([params, state], 'left')) tensor.dispose();
  });

  test(`${name} can judge its parameters before the first step`, async () => {
    const algorithm = await build();
    const params = parabola.start();
    const state = initState(algorithm, params);
    const judged = judgedParams(algorithm, parabola.here(params, 0), state);
    assert.ok(numbersIn(judged).every(Number.isFinite));
  });
};
