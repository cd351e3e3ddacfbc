/** `ttr check`: a submission's imports, its shape, and a one-second trial of the smoke suite. */
import { checkSubmission } from '../plan/check-submission.ts';
import { loadSubmission, loadWorkload, suitesOf } from '../prepare/folders.ts';
import type { Session, TtrCommand } from './command.ts';
import { outcomeText } from './outcome-text.ts';
import { runPlanned } from './one-trial.ts';

export const check: TtrCommand<object, [string]> = {
  usage: 'check <submission>',
  about: 'say what is wrong with a submission: imports, shape, and a trial of a second',
  examples: ['check my_method'],
  async act(session, _options, name) {
    const problems = await problemsOf(session, name);
    if (problems.length > 0)
      throw new Error(
        `Submission "${name}" is not in order:\n${problems.map((p) => `  - ${p}`).join('\n')}`,
      );
    session.terminal.print(`Submission "${name}" is in order.`);
  },
};

/** All there is to say of its text; of its trials only where the text is in order. */
async function problemsOf(session: Session, name: string): Promise<readonly string[]> {
  const { root } = session.project;
  const { bundleSubmission } = await import('../prepare/bundle.ts');
  const problems: string[] = [];
  const noted = (error: unknown): void => void problems.push((error as Error).message);
  await bundleSubmission(root, name).catch(noted);
  const value = await loadSubmission(root, name).catch(noted);
  if (value !== undefined) problems.push(...checkSubmission(value));
  if (problems.length > 0) return problems;
  for (const workload of suitesOf(root)['smoke']?.workloads ?? [])
    problems.push(...(await problemsOn(session, name, workload)));
  return problems;
}

/** Runs a trial; what ends it before its budget does is a problem. */
async function problemsOn(
  session: Session,
  submission: string,
  workload: string,
): Promise<readonly string[]> {
  await loadWorkload(session.project.root, workload);
  const { outcome, evaluations } = await runPlanned(session, {
    submission,
    workload,
    engine: 'wasm',
    study: 1,
    trial: 1,
    seed: '1',
  });
  if (['crashed', 'killed', 'diverged'].includes(outcome.status))
    return [`On ${workload} it ${outcomeText(outcome)}`];
  session.terminal.note(
    `${workload}: ${outcomeText(outcome)} after ${evaluations.length} evaluations`,
  );
  return [];
}
