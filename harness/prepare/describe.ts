/** What a submission is, without running it here: bundled, described by a restricted process, checked, kept by hash. */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Hyperparameters, Space } from '#spec';
import { checkName } from '../plan/check-name.ts';
import { checkSubmission } from '../plan/check-submission.ts';
import { rulesetOf } from '../plan/search.ts';
import type { About } from '../record/about.ts';
import type { Ruleset } from '../record/rulesets.ts';
import { mostCodeBytes } from '../results/code.ts';
import type { Answer } from '../run/trainer/describer.ts';
import { fromPlain } from '../run/trainer/plain-value.ts';
import type { Bundle } from './bundle-file.ts';
import { bundleSubmission, type BundleRequest } from './bundle-submission.ts';
import { stampedOnce } from './kept-by-sources.ts';
import { atOnce } from './at-once.ts';
import { bundleKeptCode } from './kept-code.ts';
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

/** The answer about a bundle, from the cache where this very bundle was described before. */
async function answerOf({ root, cache }: Project, hash: string, file: string): Promise<Answer> {
  const kept = join(cache, 'described', `${hash}.v${answerVersion}.json`);
  const text = await readFile(kept, 'utf8').catch(() => undefined);
  try {
    if (text !== undefined) return JSON.parse(text) as Answer;
  } catch {
    // damaged: asked again, and written anew
  }
  const { ask } = await import('./ask-describer.ts');
  const first = await ask(root, file, false);
  const answer = first.kind === 'tensorflow' ? await ask(root, file, true) : first;
  if (answer.kind === 'described') {
    await mkdir(join(cache, 'described'), { recursive: true });
    await writeFileAtomic(kept, JSON.stringify(answer));
  }
  return answer;
}

const firstLine = (text: string): string => text.split('\n')[0]!;

/** Bundles and describes a submission, or says all that is wrong with it. */
export const describeSubmission = (
  project: Project,
  name: string,
  request?: BundleRequest,
): Promise<Description> =>
  describeBundle(project, name, {
    what: 'submission.ts',
    bundle: () => bundleSubmission(project.root, name, request),
  });

/** Describes a submission by the text of its bundle, as it was kept with a result; its folder need not be there. */
export const describeKeptCode = (
  project: Project,
  name: string,
  text: string,
): Promise<Description> =>
  describeBundle(project, name, {
    what: 'its kept code',
    bundle: () => bundleKeptCode(project.root, name, text),
  });

async function describeBundle(
  project: Project,
  name: string,
  { what, bundle }: { readonly what: string; readonly bundle: () => Promise<Bundle> },
): Promise<Description> {
  const refuse = (problems: readonly string[]): Description => ({
    kind: 'refused',
    refused: { name, problems },
  });
  const badName = checkName('submission', name);
  if (badName !== undefined) return refuse([badName]);
  try {
    const { file, hash } = await bundle();
    const { size } = await stat(file);
    if (size > mostCodeBytes)
      return refuse([`${what} is ${size} bytes long; ${mostCodeBytes} are allowed`]);
    const answer = await answerOf(project, hash, file);
    if (answer.kind !== 'described') {
      const why = answer.kind === 'failed' ? firstLine(answer.reason) : 'it was not described';
      return refuse([`${what} cannot be loaded: ${why}`]);
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
  const stamps = stampedOnce(); // they share most of their sources
  const all = await atOnce(names, (name) => describeSubmission(project, name, { stamps }));
  return {
    described: all.flatMap((one) => (one.kind === 'described' ? [one.submission] : [])),
    refused: all.flatMap((one) => (one.kind === 'refused' ? [one.refused] : [])),
  };
}

/** What is wrong with a submission, as `check` and `run` say it. */
export const refusalText = ({ name, problems }: Refused): string =>
  `Submission "${name}" is not in order:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`;
