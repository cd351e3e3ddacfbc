import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adoptionText, conditionsText } from '../../../../harness/report/views/conditions.ts';
import { measured } from '../../record/sample.ts';

const conditions = { pinned: true, offline: true, stops: true, clear: true };

test('usual conditions are told in words, and so is what is missing', () => {
  assert.equal(conditionsText(conditions), 'pinned, without network, stopped while judged');
  assert.equal(
    conditionsText({ pinned: false, offline: false, stops: false, clear: false, quota: 0.5 }),
    'not pinned, with network, not stopped while judged, which is billed, ' +
      'clear time is wall time: nothing tells what others had, under a quota of 0.5 CPUs',
  );
});

test('an adopted trial tells its machine, its price and its proof', () => {
  const from = measured.machine;
  const price = { from, ratio: 1.25, low: 1.24, high: 1.27, replays: 2 };
  const text = `measured on machine ${from.fingerprint}, price 1.250 (1.240 to 1.270) from 2 replays`;
  assert.equal(adoptionText({ ...price, proved: 2 }), `${text}, 2 evaluations the same to the bit`);
  assert.equal(adoptionText({ ...price, proved: 0 }), `${text}, priced by a trial like it`);
});
