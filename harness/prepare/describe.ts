/** What a submission is, without running it here: bundled, described by a restricted process, checked, kept by hash. */
import { mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import writeFileAtomic from 'write-file-atomic';
import type { Hyperparameters, Space } from '#spec';
import { enginePaths } from '../engine/environment.ts';
import { checkName } from '../plan/check-name.ts';
import { checkSubmission } from '../plan/check-submission.ts';
import { rulesetOf } from '../plan/search.ts';
import type { About } from '../record/about.ts';
import type { Ruleset } from '../record/rulesets.ts';
import { findSandboxTools, restrictedNode, wrapCommand } from '../run/sandbox.ts';
import { descriptionChannel, type Answer } from '../run/trainer/describer.ts';
import { fromPlain } from '../run/trainer/plain-value.ts';
import { bundleDescriber } from './bundle.ts';
import { bundleSubmission } from './bundle-submission.ts';
import { atOnce } from './at-once.ts';
import type { Project } from './project.ts';

/** A submission as everybody but the trainer sees it. */
export interface Described {
  readonly name: string;
  /** The bundle, and the SHA-256 (hex) of its text. */
  readonly file: string;
  readonly hash: string;
  readonly about: About;
  readonly ruleset: Ruleset;
  readonly space?: Space;
  readonly points?: readonly Hyperparameters[];
}

/** A submission that is not in order, and everything that is wrong with it. */
export interface Refused {
  readonly name: string;
  readonly problems: readonly string[];
}

export type Description =
  | { readonly kind: 'described'; readonly submission: Described }
  | { readonly kind: 'refused'; readonly refused: Refused };

/** Raised when a kept answer would no longer be what the describer says. */
const answerVersion = 1;
const longestSeconds = 20;
const longestAnswerBytes = 2 ** 20;

/** Asks a describer about a bundle; `tensorflow` loads TensorFlow.js first. */
async function ask(root: string, file: string, tensorflow: boolean): Promise<Answer> {
  const [program, tools] = await Promise.all([bundleDescriber(root), findSandboxTools()]);
  const scratch = await mkdtemp(join(tmpdir(), 'ttr-describe-'));
  try {
    const script = restrictedNode(program.file, [file, ...enginePaths('wasm')], scratch);
    const command = [...script, await realpath(file), ...(tensorflow ? ['tensorflow'] : [])];
    const wrapped = wrapCommand(tools, { cpus: [], network: false, command });
    const done = await execa(wrapped.file, [...wrapped.args], {
      env: { PATH: process.env['PATH'] ?? '', TMPDIR: scratch },
      extendEnv: false,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      maxBuffer: longestAnswerBytes,
      timeout: 1000 * longestSeconds,
      killSignal: 'SIGKILL',
      reject: false,
    });
    if (done.timedOut)
      return { kind: 'failed', reason: `it was not loaded after ${longestSeconds} s` };
    const text = done.stdio[descriptionChannel];
    if (typeof text === 'string' && text !== '' && !done.isMaxBuffer)
      return JSON.parse(text) as Answer;
    const how = done.signal ?? `exit code ${done.exitCode ?? 'unknown'}`;
    return { kind: 'failed', reason: `its process ended (${how}) before it was described` };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The answer about a bundle, from the cache where this very bundle was described before. */
async function answerOf({ root, cache }: Project, hash: string, file: string): Promise<Answer> {
  const kept = join(cache, 'described', `${hash}.v${answerVersion}.json`);
  const text = await readFile(kept, 'utf8').catch(() => undefined);
  try {
    if (text !== undefined) return JSON.parse(text) as Answer;
  } catch {
    // damaged: asked again, and written anew
  }
  const first = await ask(root, file, false);
  const answer = first.kind === 'tensorflow' ? await ask(root, file, true) : first;
  if (answer.kind === 'described') {
    await mkdir(join(cache, 'described'), { recursive: true });
    await writeFileAtomic(kept, JSON.stringify(answer));
  }
  return answer;
}

const firstLine = (text: string): string => text.split('\n')[0]!;

/** Bundles and describes a submission of `entry` (its folder's submission.ts when left out), or says all that is wrong. */
export async function describeSubmission(
  project: Project,
  name: string,
  entry?: string,
): Promise<Description> {
  const refuse = (problems: readonly string[]): Description => ({
    kind: 'refused',
    refused: { name, problems },
  });
  const badName = checkName('submission', name);
  if (badName !== undefined) return refuse([badName]);
  try {
    const { file, hash } = await bundleSubmission(project.root, name, entry);
    const answer = await answerOf(project, hash, file);
    if (answer.kind !== 'described') {
      const why = answer.kind === 'failed' ? firstLine(answer.reason) : 'it was not described';
      return refuse([`submission.ts cannot be loaded: ${why}`]);
    }
    const value = fromPlain(answer.value);
    const problems = checkSubmission(value);
    if (problems.length > 0) return refuse(problems);
    const { title, authors, reference, space, points } = value as About &
      Pick<Described, 'space' | 'points'>;
    const tuning = {
      ...(space === undefined ? {} : { space }),
      ...(points === undefined ? {} : { points }),
    };
    const about = { title, authors, reference };
    const ruleset = rulesetOf(tuning);
    return { kind: 'described', submission: { name, file, hash, about, ruleset, ...tuning } };
  } catch (error) {
    return refuse([(error as Error).message]);
  }
}

/** Describes submissions of these names, in their order. */
export async function describeAll(
  project: Project,
  names: readonly string[],
): Promise<{ readonly described: readonly Described[]; readonly refused: readonly Refused[] }> {
  const all = await atOnce(names, (name) => describeSubmission(project, name));
  return {
    described: all.flatMap((one) => (one.kind === 'described' ? [one.submission] : [])),
    refused: all.flatMap((one) => (one.kind === 'refused' ? [one.refused] : [])),
  };
}

/** What is wrong with a submission, as `check` and `run` say it. */
export const refusalText = ({ name, problems }: Refused): string =>
  `Submission "${name}" is not in order:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`;
