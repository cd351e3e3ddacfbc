/**
 * Messages between referee and trainer: a 12-byte head (secret, kind, length), then a body of JSON or raw floats.
 * The secret is random and handed to the trainer's harness code before any submitted code is loaded, so a
 * submission that writes to the pipe is found out instead of believed.
 */

import { Misreport } from './misreport.ts';

/** What a frame carries. */
export const kinds = [
  /** To the trainer: its job. */
  'start',
  /** Engine, data and model are loaded; empty. */
  'ready',
  /** Parameters to be judged (hand-over.ts). */
  'params',
  /** Is my time up? Empty. */
  'time',
  /** To the trainer: go on, or end. */
  'continue',
  /** The trainer's last word. */
  'end',
] as const;
export type Kind = (typeof kinds)[number];

export interface Frame {
  readonly kind: Kind;
  readonly body: Uint8Array;
}

const headBytes = 12;

/** A frame as bytes; `body` is sent as it is. */
export function encodeFrame(secret: number, kind: Kind, body: Uint8Array): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(secret, 0);
  head.writeUInt32LE(kinds.indexOf(kind), 4);
  head.writeUInt32LE(body.byteLength, 8);
  return Buffer.concat([head, body]);
}

/** JSON as a frame's body. */
export const jsonBody = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** Reads a frame's head. Throws when it does not carry the secret. */
export function decodeHead(head: Buffer, secret: number): { kind: Kind; length: number } {
  const kind = kinds[head.readUInt32LE(4)];
  if (head.readUInt32LE(0) !== secret || kind === undefined) {
    throw new Misreport(
      'The trainer sent bytes that are not a message of the harness: submitted code wrote to its channel.',
    );
  }
  return { kind, length: head.readUInt32LE(8) };
}

/** What a reader of frames tells. */
export interface FrameListener {
  /** A frame begins, before its body is there. Throws when it may not come now, or not with this length. */
  onHead(kind: Kind, length: number): void;
  onFrame(frame: Frame): void;
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #bytes = 0;
  #head: { kind: Kind; length: number } | undefined;
  readonly #secret: number;
  readonly #listener: FrameListener;

  constructor(secret: number, listener: FrameListener) {
    this.#secret = secret;
    this.#listener = listener;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.byteLength;
    for (;;) {
      if (this.#head === undefined) {
        if (this.#bytes < headBytes) return;
        this.#head = decodeHead(this.#take(headBytes), this.#secret);
        this.#listener.onHead(this.#head.kind, this.#head.length);
      }
      if (this.#bytes < this.#head.length) return;
      const { kind, length } = this.#head;
      this.#head = undefined;
      this.#listener.onFrame({ kind, body: this.#take(length) });
    }
  }

  #take(count: number): Buffer {
    const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    this.#chunks = [all.subarray(count)];
    this.#bytes -= count;
    return all.subarray(0, count);
  }
}
