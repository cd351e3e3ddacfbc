import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { tailOf } from '../../../harness/run/tail.ts';

test('a tail is the last bytes of a stream, however they came in', () => {
  const stream = new PassThrough();
  const text = tailOf(stream, 5);
  for (const part of ['abc', 'defg', '', 'hi']) stream.write(part);
  assert.equal(text(), 'efghi');
});

test('a tail of no bytes drains its stream and keeps nothing', () => {
  const stream = new PassThrough();
  const text = tailOf(stream, 0);
  stream.write('x'.repeat(100_000));
  assert.equal(text(), '');
  assert.equal(stream.readableLength, 0);
});

test('a stream that breaks keeps what it had', () => {
  const stream = new PassThrough();
  const text = tailOf(stream);
  stream.write('last words');
  stream.destroy(new Error('gone'));
  assert.equal(text(), 'last words');
});
