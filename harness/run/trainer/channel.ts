/** The trainer's end of the channel: plain blocking reads and writes, so its event loop never turns. */
import { readSync, writeSync } from 'node:fs';
import { trainerReads, trainerWrites } from '../wire/channel-numbers.ts';
import { decodeHead, encodeFrame, type Frame, type Kind } from '../wire/frames.ts';

export interface Channel {
  send(kind: Kind, body: Uint8Array): void;
  /** Waits for the next frame. */
  receive(): Frame;
}

/** Opens the channel; the first four bytes read are the secret every frame must carry. */
export function openChannel(): Channel {
  const read = readSync;
  const write = writeSync;

  const exactly = (count: number): Buffer => {
    const buffer = Buffer.alloc(count);
    let got = 0;
    while (got < count) {
      const n = read(trainerReads, buffer, got, count - got, null);
      if (n === 0) throw new Error('The referee is gone.');
      got += n;
    }
    return buffer;
  };

  const secret = exactly(4).readUInt32LE(0);
  return {
    send(kind, body) {
      const bytes = encodeFrame(secret, kind, body);
      let sent = 0;
      while (sent < bytes.byteLength)
        sent += write(trainerWrites, bytes, sent, bytes.byteLength - sent);
    },
    receive() {
      const { kind, length } = decodeHead(exactly(12), secret);
      return { kind, body: exactly(length) };
    },
  };
}
