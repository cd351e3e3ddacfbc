/** What is taken away from submitted code, each in a process of its own: the lockdown cannot be undone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execa } from 'execa';

const file = new URL('../../../../harness/run/trainer/lockdown.ts', import.meta.url).href;
const random = new URL('../../../../harness/plan/random.ts', import.meta.url).href;

/** What a script says under lockdown: `say` prints, `tried` gives an error's text. */
async function locked(script: string): Promise<string[]> {
  const { stdout } = await execa(
    process.execPath,
    [
      ...['--import', 'tsx', '--input-type=module', '--eval'],
      `import { writeSync } from 'node:fs';
       import { lockDown } from '${file}';
       import { randomFrom } from '${random}';
       const say = (value) => writeSync(1, String(value) + '\\n');
       const tried = (call) => { try { call(); return 'allowed'; } catch (error) { return error.message; } };
       let looks = 0;
       lockDown(randomFrom('lockdown'), () => { looks += 1; });
       ${script}`,
    ],
    { cwd: new URL('../../../..', import.meta.url), reject: false },
  );
  return stdout.split('\n');
}

test('timers, network and processes are refused by name', async () => {
  const names = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch'];
  const said = await locked(
    names.map((name) => `say(tried(() => ${name}(() => 1)));`).join('') +
      `say(tried(() => process.exit(0)));`,
  );
  for (const [i, name] of [...names, 'process.exit'].entries())
    assert.match(said[i]!, new RegExp(`^Submitted code called ${name}\\.`));
});

test('Math.random draws from the trial’s seed', async () => {
  const script = `say(Math.random()); say(Math.random());`;
  const [first, second] = [await locked(script), await locked(script)];
  assert.deepEqual(first, second);
  assert.notEqual(first[0], first[1]);
});

test('reading a clock is allowed and noted', async () => {
  const [before, ...after] = await locked(
    `say(looks); Date.now(); say(looks); performance.now(); say(looks);`,
  );
  assert.equal(before, '0');
  assert.deepEqual(after, ['1', '2']);
});

test('of process only what tells nothing is left, and it cannot be replaced', async () => {
  const said = await locked(
    `say(process.platform); say(JSON.stringify(process.env)); say(JSON.stringify(process.argv));
     say(tried(() => { process.env = 1; })); say(tried(() => { globalThis.process = 1; }));`,
  );
  assert.deepEqual(said.slice(0, 3), [process.platform, '{}', '[]']);
  assert.ok(
    said.slice(3).every((text) => text !== 'allowed'),
    said.join('; '),
  );
});
