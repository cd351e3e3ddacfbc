/** A file is one idea and a function fits on a screen. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import ts from 'typescript';
import { harness, linesOf, sources, tests, textOf } from './sources.ts';

const longest = 250;
const median = 55;
const longestFunction = 50;

/** Functions that may be longer than 50 lines, by file and name, with the reason; five at most. */
const longFunctions: Readonly<Record<string, string>> = {
  'harness/optim/amos.ts amos': 'both styles of a rule whose terms share their names',
  'harness/plan/new-workload.ts data': 'the text of a file that it writes',
  'harness/report/charts/profile-chart.ts profileChart': 'scales, axes and curves of one picture',
  'harness/report/charts/training-chart.ts trainingChart': 'scales, axes and curves of one picture',
  'workloads/molecule_gnn/model.ts graphNetwork': 'a model reads from input to output in one place',
};

test(`no file has more than ${longest} lines`, () => {
  const long = [...sources, ...tests].filter((file) => linesOf(file) > longest);
  assert.deepEqual(
    long.map((file) => `${file} has ${linesOf(file)} lines: make it two ideas.`),
    [],
  );
});

test(`half of the harness's files have at most ${median} lines`, () => {
  const lengths = harness.map(linesOf).sort((a, b) => a - b);
  const middle = lengths[Math.floor(lengths.length / 2)]!;
  assert.ok(middle <= median, `the median file has ${middle} lines`);
});

/** `file name` of each function of more than 50 lines. */
function longFunctionsOf(file: string): string[] {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true);
  const lineAt = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const lines = lineAt(node.getEnd()) - lineAt(node.getStart()) + 1;
      if (lines > longestFunction) found.push(`${file} ${nameOf(node)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A function's own name, or that of the constant it is given to. */
function nameOf(node: ts.SignatureDeclaration): string {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
  return (
    named?.getText() ??
    `at line ${node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1}`
  );
}

test(`no function has more than ${longestFunction} lines but those named here`, () => {
  const long = sources.flatMap(longFunctionsOf);
  assert.deepEqual(long.sort(), Object.keys(longFunctions).sort());
  assert.ok(Object.keys(longFunctions).length <= 5);
});
