/** The last bytes of a stream, whatever its length. */
import type { Readable } from 'node:stream';

/** Drains a stream and keeps its last `limit` bytes; call the result for the text so far. */
export function tailOf(stream: Readable, limit = 4096): () => string {
  let kept = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    const all = Buffer.concat([kept, chunk]);
    kept = all.subarray(Math.max(0, all.length - limit));
  });
  stream.on('error', () => undefined);
  return () => kept.toString('utf8');
}
