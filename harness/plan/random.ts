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

/** Random numbers that can be left and gone on with. */
export interface Stream extends Random {
  /** Words of 32 random bits drawn so far; set it to go on from there. Forks do not depend on it. */
  position: number;
  fork(name: string): Stream;
}

/** The stream that a seed names. */
export const randomFrom = (seed: string): Stream => stream(sha256(`seed ${seed}`));

function stream(key: Buffer): Stream {
  const philoxKey = [key.readUInt32LE(0), key.readUInt32LE(4)] as const;
  const block = new Uint32Array(4);
  let position = 0;
  /** Number of the block that `block` holds. */
  let held: number | undefined;

  /** The next 32 random bits. A block of four serves four draws. */
  function bits(): number {
    const lane = position % 4;
    const index = (position - lane) / 4;
    if (index !== held) philox(philoxKey, index, block);
    held = index;
    position++;
    return block[lane]!;
  }

  return {
    get position() {
      return position;
    },
    set position(drawn) {
      if (!Number.isSafeInteger(drawn) || drawn < 0)
        throw new Error(`A stream was set to position ${drawn}; it must be a whole number from 0.`);
      position = drawn;
    },
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
