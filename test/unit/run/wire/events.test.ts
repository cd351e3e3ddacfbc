import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventLine, parseEvent, type RefereeEvent } from '../../../../harness/run/wire/events.ts';
import { sampleResult } from '../../record/sample.ts';

const events: readonly RefereeEvent[] = [
  { kind: 'started', slot: 'cpu 1' },
  { kind: 'otherMachine', planned: 'a', found: 'b' },
  { kind: 'evaluated', evaluation: sampleResult().evaluations[1]! },
  { kind: 'ended', path: '/somewhere/with spaces\nand lines/"quotes".json' },
  { kind: 'failed', reason: 'Error: no\n    at somewhere' },
];

test('every event is one line, and is the same when it was read', () => {
  for (const event of events) {
    const line = eventLine(event);
    assert.equal(line.indexOf('\n'), line.length - 1);
    assert.deepEqual(parseEvent(line.slice(0, -1)), event);
  }
});

test('what others print is no event', () => {
  for (const line of ['', 'hello', '{', '{"kind":"other"}', '{}', '[1]', 'null'])
    assert.equal(parseEvent(line), undefined);
});
