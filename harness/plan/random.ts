/**
 * Reproducible random numbers, the same on every machine and Node version.
 *
 * A stream is named by its path of forks. Its key is a SHA-256 of that path, and its numbers are Philox4x32-10 of that key
 * and a counter (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011). Only exactly rounded arithmetic is used.
 */
import { createHash } from 'node:crypto';
import type { Random } from '#spec';
import { normalQuantile } from './normal-quantile.ts';
import { philox } from './philox.ts';

const two32 = 2 ** 32;

/** The stream that a seed names. */
export const randomFrom = (seed: string): Random => stream(sha256(`seed ${seed}`));

function stream(key: Buffer): Random {
  const philoxKey = [key.readUInt32LE(0), key.readUInt32LE(4)] as const;
  const block = new Uint32Array(4);
  let drawn = 0;

  /** The next 32 random bits. A block of four serves four draws. */
  function bits(): number {
    const lane = drawn % 4;
    if (lane === 0) philox(philoxKey, drawn / 4, block);
    drawn++;
    return block[lane]!;
  }

  return {
    uniform: () => bits() / two32,
    normal: () => normalQuantile((bits() + 0.5) / two32),
    integer(n) {
      if (!Number.isInteger(n) || n < 1 || n > two32)
        throw new Error(`integer(${n}): n must be a whole number from 1 to 2^32.`);
      // Draws above the largest multiple of n would make small numbers likelier.
      const limit = two32 - (two32 % n);
      for (;;) {
        const drawn = bits();
        if (drawn < limit) return drawn % n;
      }
    },
    fork: (name) => stream(sha256(Buffer.concat([key, Buffer.from(`fork ${name}`)]))),
  };
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
