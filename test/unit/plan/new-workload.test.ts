/** What `ttr new workload` writes is a workload: typed, formatted, whole, in accord with the contract, its gradients right. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import prettier from 'prettier';
import ts from 'typescript';
import { createWorkload } from '../../../harness/commands/new-workload.ts';
import { prepareData } from '../../../harness/data/prepare.ts';
import { openEngine } from '../../../harness/engine/engine.ts';
import { newWorkload as filesOf, withRow } from '../../../harness/plan/new-workload.ts';
import { namesOf } from '../../../harness/prepare/folders.ts';
import { loadWorkload } from '../../../harness/prepare/workload-facts.ts';
import { checkWorkload } from '../../contract/workload-suite.ts';
import { anatomyProblems } from '../workloads/anatomy.ts';
import { assertCentralDifferences } from '../workloads/central-differences.ts';
import { casesIn } from '../workloads/gradient-cases.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const name = 'first_task';

// A project inside the checkout, where `#spec` and `#nn` mean what they mean in workloads/.
mkdirSync(join(root, '.ttr'), { recursive: true });
const project = mkdtempSync(join(root, '.ttr', 'new-workload-'));
const tests = join('test', 'unit', 'workloads');
mkdirSync(join(project, 'workloads'));
mkdirSync(join(project, tests), { recursive: true });
symlinkSync(join(root, 'harness'), join(project, 'harness'));
for (const file of ['cases-of.ts', 'gradient-case.ts'])
  symlinkSync(join(root, tests, file), join(project, tests, file));
cpSync(join(root, 'workloads', 'README.md'), join(project, 'workloads', 'README.md'));
cpSync(join(root, 'workloads', 'quadratic'), join(project, 'workloads', 'quadratic'), {
  recursive: true,
});
after(() => {
  rmSync(project, { recursive: true });
});

const written = await createWorkload({ root: project }, name);
const caseFile = join(project, tests, `${name}.case.ts`);

await openEngine('wasm', { threads: 1 });
const workload = await loadWorkload(project, name);
const data = await prepareData(workload.data, { root: join(project, 'cache') });
checkWorkload({ name: 'a new workload', workload, available: { status: 'here', data } });

test('its gradients agree with central differences, for base and variants', async () => {
  const cases = await casesIn(pathToFileURL(caseFile));
  assert.deepEqual(
    cases.map(({ variant }) => variant),
    ['base', ...Object.keys(workload.variants)],
  );
  for (const example of cases) assertCentralDifferences(example);
});

test('it lacks nothing of a workload, and has a row in the README that Prettier would write so', async () => {
  assert.deepEqual(anatomyProblems(project, name, Object.keys(workload.variants)), []);
  assert.deepEqual(written, [...Object.keys(filesOf(name)), 'workloads/README.md']);
  assert.deepEqual(namesOf(project, 'workload'), [name, 'quadratic']);
  const readme = readFileSync(join(project, 'workloads', 'README.md'), 'utf8');
  assert.equal(await formatted('workloads/README.md', readme), readme);
});

test('its README says how many parameters it has', () => {
  const { parameters } = workload.model(workload.options);
  const count = Object.values(parameters).reduce(
    (sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1),
    0,
  );
  const readme = filesOf(name)[`workloads/${name}/README.md`]!;
  assert.ok(readme.includes(` ${count.toLocaleString('en')} parameters`), `${count} parameters`);
});

test('it type-checks, its cases too', () => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) =>
    ts.sys.readFile(path),
  ) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const files = Object.keys(filesOf(name))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(project, path));
  const program = ts.createProgram(files, options);
  const messages = files.flatMap((file) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
  assert.deepEqual(messages, []);
});

test('its files are formatted as the project is, however long its name', async () => {
  for (const any of ['x', name, 'a_name_of_two_and_thirty_letters'])
    for (const [path, text] of Object.entries(filesOf(any)))
      assert.equal(await formatted(path, text), text, path);
});

test('a name that is taken, is a variant’s or cannot be a folder’s is refused, and nothing is written', async () => {
  const refused = async (other: string, message: RegExp) =>
    assert.rejects(createWorkload({ root: project }, other), message);
  await refused(name, /^Error: workloads\/first_task is there already\. Choose a name other than/);
  await refused('quadratic_steep', /is a variant of workload "quadratic"/);
  await refused(
    'My-Task',
    /"My-Task" cannot be a workload's name\. Use at most 64 lower-case .* my_workload\./,
  );
  assert.deepEqual(namesOf(project, 'workload'), [name, 'quadratic']);
});

test('a README without its table is told', () => {
  assert.throws(() => withRow('# Workloads\n', name), /no table .* Take the file from git/);
});

async function formatted(path: string, text: string): Promise<string> {
  const filepath = join(root, path);
  const style = await prettier.resolveConfig(filepath);
  return prettier.format(text, { ...style, filepath });
}
