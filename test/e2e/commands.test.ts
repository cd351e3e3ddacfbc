/**
 * Every command through the command line: one project and one run for all, in this order. Trials end at their target or
 * after so many evaluations, never by the clock, so what is compared does not hang on how busy the machine is.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, suite } from 'node:test';
import { looking } from './commands/looking.ts';
import { running } from './commands/running.ts';
import { scoring } from './commands/scoring.ts';
import { writing } from './commands/writing.ts';
import { submissionText, temporaryProject } from './temporary-project.ts';

const project = temporaryProject({
  plain: submissionText('return sgd;'),
  twice: submissionText(`
    return { ...sgd, step: ({ params, grad }, s) => (grad(params), sgd.step({ params, grad }, s)) };
  `),
  reader: `import 'node:fs';\n${submissionText('return sgd;')}`,
});
const target = { validation: 0.02, test: 0.022, stepHint: 30_000 };
writeFileSync(
  join(project.folder, 'workloads', 'quadratic', 'targets.json'),
  JSON.stringify({ base: target, steep: target }),
);
after(() => {
  project.remove();
});

suite('looking', () => {
  looking(project);
});
suite('running', () => {
  running(project);
});
suite('scoring', () => {
  scoring(project);
});
suite('writing', () => {
  writing(project);
});
