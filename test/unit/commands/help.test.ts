import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Command } from 'commander';
import { commands, groups } from '../../../harness/commands/all.ts';
import type { AnyCommand, Session } from '../../../harness/commands/command.ts';
import { declare, nameOf } from '../../../harness/commands/declare.ts';
import { openProject } from '../../../harness/prepare/project.ts';

/** What a command line printed, and the commands it called. */
async function called(line: string) {
  const printed: string[] = [];
  const acts: { readonly name: string; readonly session: Session }[] = [];
  const spied = commands.map((command): AnyCommand => ({
    ...command,
    act(session) {
      acts.push({ name: nameOf(command), session });
      return Promise.resolve();
    },
  }));
  const program = new Command('ttr').exitOverride();
  program.configureOutput({ writeOut: (text) => void printed.push(text), writeErr() {} });
  declare(program, spied, groups, (results) => ({
    project: openProject(results),
    terminal: { print() {}, note() {}, status() {} },
    signal: new AbortController().signal,
    command: line,
  }));
  const words = line.split(' ').slice(1);
  const error = await program.parseAsync(words, { from: 'user' }).then(
    () => undefined,
    (reason: unknown) => (reason as { code: string }).code,
  );
  return { printed: printed.join(''), acts, error };
}

for (const command of commands) {
  const name = nameOf(command);
  test(`ttr ${name} --help says what it is for, with its examples`, async () => {
    const { printed, acts } = await called(`ttr ${name} --help`);
    assert.ok(printed.replaceAll(/\s+/g, ' ').includes(command.about));
    for (const example of command.examples) assert.ok(printed.includes(`\n  $ ttr ${example}\n`));
    assert.deepEqual(acts, []);
  });

  test(`the examples of ttr ${name} are command lines that it takes`, async () => {
    for (const example of command.examples) {
      const [line] = `ttr ${example}`.split(' && ');
      const { acts, error } = await called(line!);
      assert.equal(error, undefined, line);
      assert.deepEqual(
        acts.map((act) => act.name),
        [name],
      );
    }
  });
}

test('commands of two words stand below the first, which has examples too', async () => {
  const words = commands.map(nameOf).filter((name) => name.includes(' '));
  assert.deepEqual(
    [...new Set(words.map((name) => name.split(' ')[0]))],
    ['data', 'new', 'import', 'export'],
  );
  for (const word of Object.keys(groups)) {
    const { printed } = await called(`ttr ${word} --help`);
    assert.match(printed, new RegExp(`\\n\\nExamples?:\\n {2}\\$ ttr ${word} `), printed);
  }
});

test('the session’s project has the folder of --results', async () => {
  const elsewhere = await called('ttr score --results /elsewhere');
  assert.equal(elsewhere.acts[0]!.session.project.results, '/elsewhere');
  const usual = await called('ttr list');
  assert.equal(usual.acts[0]!.session.project.results, openProject().results);
});
