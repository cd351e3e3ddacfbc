/** What can be said of a submission without running it: its lines, what it uses of the contract, where it comes from. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Algorithm, Submission, Task } from '#spec';
import { randomFrom } from '../plan/random.ts';
import { hyperparametersOf, isTuned } from '../plan/search.ts';

/** A task for looking at algorithms, in which every kind of tensor occurs. */
const sample: Task = {
  parameters: {
    p0: { shape: [4, 3], role: 'weight' },
    p1: { shape: [3], role: 'bias' },
    p2: { shape: [3, 3, 2, 4], role: 'convWeight' },
    p3: { shape: [5, 3], role: 'embedding' },
    p4: { shape: [3], role: 'normScale' },
  },
  loss: 'softmaxCrossEntropy',
  goal: 'minimize',
  target: 0.1,
  stepHint: 600,
  batchSize: 64,
  trainingExamples: 6400,
  budgetSeconds: 60,
  random: randomFrom('sample'),
};

/** Lines that are neither empty nor comment. */
export const linesOfCode = (text: string): number =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .split('\n')
    .filter((line) => line.trim() !== '').length;

/** What of the contract, besides its steps, the algorithm at the first point uses. */
const hooksOf = (algorithm: Algorithm): string[] => [
  ...(algorithm.selectData ? ['data selection'] : []),
  ...(algorithm.prepareForEval ? ['prepareForEval'] : []),
  ...(algorithm.batchSize === undefined ? [] : ['batch size']),
  ...(algorithm.dropout === undefined ? [] : ['dropout']),
  ...(algorithm.labelSmoothing === undefined ? [] : ['label smoothing']),
];

/** The words of the line `Provenance: paper and entry (...)`, undefined where there is none. */
export const provenanceOf = (text: string): string | undefined =>
  /Provenance:\s+([a-z]+(?: and [a-z]+)?)/.exec(text)?.[1];

export interface Described {
  readonly name: string;
  readonly title: string;
  readonly reference: string;
  readonly tuning: 'external' | 'self';
  readonly lines: number;
  readonly hooks: readonly string[];
  readonly hasReadme: boolean;
  /** From its README, else from a comment in submission.ts. */
  readonly provenance: string | undefined;
}

/** Reads the folder of a submission that has been loaded. */
export const described = (name: string, folder: string, submission: Submission): Described => {
  const readme = join(folder, 'README.md');
  const hasReadme = existsSync(readme);
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  const hp = hyperparametersOf(submission, { study: 1, trial: 1, trials: 5 });
  return {
    name,
    title: submission.title,
    reference: submission.reference,
    tuning: isTuned(submission) ? 'external' : 'self',
    lines: code.reduce((sum, text) => sum + linesOfCode(text), 0),
    hooks: hooksOf(submission.algorithm(hp as never, sample)),
    hasReadme,
    provenance: [...(hasReadme ? [readFileSync(readme, 'utf8')] : []), ...code]
      .map(provenanceOf)
      .find((words) => words !== undefined),
  };
};
