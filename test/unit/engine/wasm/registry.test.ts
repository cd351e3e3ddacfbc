/** No kernel and no gradient of ours is without a float64 reference: those that the engine registers are looked up by name. */
import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { missingGradients } from '../../../../harness/engine/gradients/missing.ts';
import { repairedGradients } from '../../../../harness/engine/gradients/repaired.ts';
import { gradients } from '../../../../harness/engine/wasm/gradients/index.ts';
import { installedHeap } from '../../../../harness/engine/wasm/install.ts';
import { kernels } from '../../../../harness/engine/wasm/kernels/index.ts';
import { type Case, checkCase } from './cases/case.ts';
import { cases, refusals } from './cases/index.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

const kernelNames = kernels.flatMap((list) => list(installedHeap()).map(({ name }) => name));
const gradientNames = [...gradients, ...missingGradients, ...repairedGradients].map(
  ({ kernelName }) => kernelName,
);

/** What the present case ran: kernels by name, gradients with "d " before it. */
let ran = new Set<string>();

/** Notes each call of these kernels and gradients. */
function listen(): void {
  for (const name of kernelNames) {
    const config = tf.getKernel(name, 'wasm');
    tf.unregisterKernel(name, 'wasm');
    tf.registerKernel({
      ...config,
      kernelFunc: (params) => {
        ran.add(name);
        return config.kernelFunc(params);
      },
    });
  }
  for (const name of gradientNames) {
    const config = tf.getGradient(name);
    tf.unregisterGradient(name);
    tf.registerGradient({
      ...config,
      gradFunc: (...given) => {
        ran.add(`d ${name}`);
        return config.gradFunc(...given);
      },
    });
  }
}
listen();

/** What each case ran, for names that share it: a layer's kernel and its gradient. */
const passed = new Map<Case, ReadonlySet<string>>();

function runCase(one: Case): ReadonlySet<string> {
  const known = passed.get(one);
  if (known !== undefined) return known;
  ran = new Set();
  checkCase(one);
  passed.set(one, ran);
  return ran;
}

for (const name of new Set([...kernelNames, ...gradientNames])) {
  if (name in refusals) {
    test(`${name} is refused by its name`, () => {
      assert.throws(
        refusals[name]!,
        new RegExp(`^Error: ${name} is refused on the WASM engine`, 'u'),
      );
    });
    continue;
  }
  test(`${name} equals its float64 reference, and so do its gradients`, () => {
    const own = cases[name] ?? [];
    assert.ok(own.length > 0, `${name} has no case. Add one to test/unit/engine/wasm/cases/.`);
    const names = new Set(own.flatMap((one) => [...runCase(one)]));
    if (kernelNames.includes(name)) assert.ok(names.has(name), `no case of ${name} runs it`);
    if (gradientNames.includes(name))
      assert.ok(names.has(`d ${name}`), `no case of ${name} takes its gradient`);
  });
}

test('every case belongs to a kernel or gradient that is registered', () => {
  const known = new Set([...kernelNames, ...gradientNames]);
  const unknown = [...Object.keys(cases), ...Object.keys(refusals)].filter(
    (name) => !known.has(name),
  );
  assert.deepEqual(unknown, []);
});
