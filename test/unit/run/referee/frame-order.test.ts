import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameOrder } from '../../../../harness/run/referee/frame-order.ts';
import { handOverBytes } from '../../../../harness/run/wire/hand-over.ts';
import type { Kind } from '../../../../harness/run/wire/frames.ts';

const paramBytes = 68;
const all = handOverBytes(paramBytes);

/** Frames one after the other, each answered but the last word. */
function said(...frames: readonly (readonly [Kind, number])[]): FrameOrder {
  const order = new FrameOrder(paramBytes);
  for (const [kind, length] of frames) {
    order.begins(kind, length);
    order.came(kind);
    if (kind !== 'end') order.answered();
  }
  return order;
}

test('a trial loads, hands over, asks for the time, and ends', () => {
  said(['ready', 0], ['params', all], ['time', 0], ['params', all], ['end', 100]);
});

test('a frame out of turn is refused', () => {
  assert.throws(() => said(['params', all]), /"params" out of turn \(loading\)/);
  assert.throws(() => said(['ready', 0], ['ready', 0]), /"ready" out of turn \(training\)/);
  assert.throws(() => said(['ready', 0], ['end', 9], ['end', 9]), /"end" out of turn \(over\)/);
  assert.throws(() => said(['ready', 0], ['continue', 0]), /"continue" out of turn/);
});

test('nothing may follow a frame before it is answered', () => {
  const order = said(['ready', 0]);
  order.begins('params', all);
  order.came('params');
  for (const kind of ['params', 'time', 'end'] as const)
    assert.throws(() => {
      order.begins(kind, 0);
    }, /out of turn \(waiting\)/);
});

test('lengths are the model’s', () => {
  assert.throws(() => said(['ready', 0], ['params', all - 4]), /announced 128 bytes .* may be 132/);
  assert.throws(() => said(['ready', 1]), /may be 0/);
  assert.throws(() => said(['ready', 0], ['end', 1e6]), /may be 2 to 65536/);
});
