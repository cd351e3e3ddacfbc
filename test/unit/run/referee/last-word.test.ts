import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastWord } from '../../../../harness/run/referee/last-word.ts';

const work = { steps: 1, gradientEvaluations: 1, lossEvaluations: 0, examples: 8 };
const by = (killedBy?: string, outOfMemory = false) => ({ killedBy, outOfMemory });
const code = { how: 'code', code: 0 } as const;

test('a trainer’s own last word counts before its exit', () => {
  const end = { why: 'told', work, readsClock: false } as const;
  assert.deepEqual(lastWord(end, { how: 'signal', signal: 'SIGKILL' }, by('the referee')), {
    last: { why: 'told' },
    killedBy: undefined,
  });
  assert.deepEqual(lastWord({ ...end, why: 'diverged' }, code, by()).last, { why: 'spent' });
  assert.deepEqual(lastWord({ ...end, why: 'crashed', reason: 'oh' }, code, by()).last, {
    why: 'crashed',
    reason: 'oh',
  });
});

test('without a word, the exit tells: a code, a signal somebody sent, a fault, a forged message', () => {
  const word = (exit: Parameters<typeof lastWord>[1], killedBy?: string) => {
    const found = lastWord(undefined, exit, by(killedBy));
    assert.ok(found.last.why === 'crashed');
    return [found.killedBy, found.last.reason];
  };
  assert.deepEqual(word({ how: 'code', code: 7 }), [
    undefined,
    'The trainer exited with code 7 in the middle of training.',
  ]);
  assert.deepEqual(word({ how: 'signal', signal: 'SIGKILL' }, 'the referee: too late'), [
    'the referee: too late',
    'killed: SIGKILL',
  ]);
  assert.match(String(word({ how: 'signal', signal: 'SIGTERM' })[0]), /from outside the harness/);
  assert.deepEqual(word({ how: 'signal', signal: 'SIGSEGV' }), [
    undefined,
    'The trainer died of SIGSEGV.',
  ]);
  assert.deepEqual(word({ how: 'refused', reason: 'forged' }), [undefined, 'forged']);
});

test('a kill by the kernel for memory is told as one', () => {
  const killed = { how: 'signal', signal: 'SIGKILL' } as const;
  assert.match(lastWord(undefined, killed, by(undefined, true)).killedBy!, /the kernel, .* memory/);
  assert.equal(lastWord(undefined, killed, by('the referee', true)).killedBy, 'the referee');
});
