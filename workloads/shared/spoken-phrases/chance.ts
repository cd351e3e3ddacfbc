/** Random numbers that follow from a text, so that a recipe's random choices are the same everywhere. */
import { createCipheriv, createHash } from 'node:crypto';

const bytesAtOnce = 4096;

/** Numbers in [0, 1) of 32 random bits: AES-128 in counter mode, its key the text's SHA-256. */
export function chanceOf(text: string): () => number {
  const key = createHash('sha256').update(text).digest().subarray(0, 16);
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  const zeros = Buffer.alloc(bytesAtOnce);
  let bytes = Buffer.alloc(0);
  let at = 0;
  return () => {
    if (at === bytes.length) [bytes, at] = [cipher.update(zeros), 0];
    const number = bytes.readUInt32LE(at) / 2 ** 32;
    at += 4;
    return number;
  };
}
