import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { block, foldIn, threefry } from '../../../harness/nn/threefry.ts';

/** Known answers of Threefry-2x32-13 from the test vectors of Random123: key, counter, output. */
const known = [
  [0, 0, 0, 0, 0x9d1c5ec6, 0x8bd50731],
  [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xfd36d048, 0x2d17272c],
  [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, 0xba3e4725, 0xf27d669e],
] as const;

test('A block equals the known answers of Random123', () => {
  for (const [k0, k1, c0, c1, ...words] of known) {
    const out = new Uint32Array(2);
    block(k0, k1, c0, c1, out);
    assert.deepEqual([...out], words);
  }
});

test('A shorter draw is the start of a longer one', () => {
  const [long, short] = [new Uint32Array(8), new Uint32Array(5)];
  threefry(2 ** 40 + 7, long);
  threefry(2 ** 40 + 7, short);
  assert.deepEqual(short, long.slice(0, 5));
});

test('Folding in different indices gives different seeds, all of them whole and below 2^53', () => {
  const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(seed, (s) => {
      const folded = Array.from({ length: 16 }, (_, index) => foldIn(s, index));
      assert.equal(new Set(folded).size, 16);
      assert.ok(folded.every((n) => Number.isSafeInteger(n) && n >= 0));
    }),
  );
});

test('A seed that is no whole number below 2^53 is refused', () => {
  for (const seed of [-1, 0.5, 2 ** 53, NaN]) {
    assert.throws(() => foldIn(seed, 0), /A seed is a whole number in \[0, 2\^53\); got/u);
  }
});

test('Bits are uniform: each of the 32 is set in half of 65,536 draws, within 5 standard deviations', () => {
  const draws = new Uint32Array(65536);
  threefry(1, draws);
  for (let bit = 0; bit < 32; bit++) {
    const set = draws.reduce((count, draw) => count + ((draw >>> bit) & 1), 0);
    assert.ok(Math.abs(set - 32768) < 5 * 128, `bit ${bit} is set ${set} times`);
  }
});
