/** A copy of the project in a temporary folder, with submissions of the test's own, and its command line. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { TrialResult } from '../../harness/record/result.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Starts the command line of the project in `folder`; a failing exit is no exception. */
const startIn = (folder: string) => (args: readonly string[]) =>
  execa(process.execPath, [join(folder, 'harness', 'ttr.js'), ...args], {
    cwd: folder,
    env: { TTR_CACHE: join(folder, 'cache') },
    reject: false,
  });

export interface TemporaryProject {
  readonly folder: string;
  /** Runs `ttr` with these arguments. */
  readonly ttr: ReturnType<typeof startIn>;
  /** All results on disk, by path. */
  results(): Promise<TrialResult[]>;
  remove(): void;
}

/**
 * Copies harness, the quadratic workload and suites; submissions are given as texts by name. `seeded`: with data and step times in
 * its cache, where the run of all tests has made some (see seed-cache.ts).
 */
export function temporaryProject(
  submissions: Readonly<Record<string, string>>,
  { seeded = false } = {},
): TemporaryProject {
  const folder = mkdtempSync(join(tmpdir(), 'ttr project '));
  for (const path of [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'harness',
    'workloads/quadratic',
    'workloads/suites.json',
  ]) {
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  const seed = process.env['TTR_TEST_SEED'];
  if (seeded && seed !== undefined) cpSync(seed, join(folder, 'cache'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(submissions)) {
    mkdirSync(join(folder, 'submissions', name), { recursive: true });
    writeFileSync(join(folder, 'submissions', name, 'submission.ts'), text);
  }
  return {
    folder,
    ttr: startIn(folder),
    async results() {
      const names = (
        await readdir(join(folder, 'results'), { recursive: true }).catch(() => [])
      ).filter((name) => name.endsWith('.json'));
      return Promise.all(
        names
          .sort()
          .map(
            async (name) =>
              JSON.parse(await readFile(join(folder, 'results', name), 'utf8')) as TrialResult,
          ),
      );
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A submission's text around an algorithm's step. */
export const submissionText = (body: string): string =>
  `
import * as optim from '#optim';
import * as tf from '@tensorflow/tfjs';
import { defineSubmission } from '#spec';

export default defineSubmission({
  title: 'Test',
  authors: ['Test'],
  reference: 'https://example.org',
  algorithm: (_hp, task) => {
    const sgd = optim.optimizer(optim.scaleByLearningRate(RATE));
    ${body}
  },
});
void tf;
`.replace('RATE', '0.05');
