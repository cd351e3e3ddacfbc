import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  encodeFrame,
  FrameReader,
  jsonBody,
  type Frame,
  type Kind,
} from '../../../../harness/run/wire/frames.ts';

function collect(secret: number): { reader: FrameReader; heads: Kind[]; frames: Frame[] } {
  const heads: Kind[] = [];
  const frames: Frame[] = [];
  return {
    reader: new FrameReader(secret, {
      onHead: (kind) => void heads.push(kind),
      onFrame: (frame) => void frames.push(frame),
    }),
    heads,
    frames,
  };
}

test('frames come out as they went in, however the bytes are cut', () => {
  const bytes = Buffer.concat([
    encodeFrame(7, 'end', jsonBody({ step: 3 })),
    encodeFrame(7, 'params', new Uint8Array(1000).fill(9)),
    encodeFrame(7, 'ready', new Uint8Array()),
  ]);
  for (const size of [1, 5, 12, 13, 500, bytes.length]) {
    const { reader, frames } = collect(7);
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
    assert.deepEqual(
      frames.map(({ kind, body }) => [kind, body.byteLength]),
      [
        ['end', 10],
        ['params', 1000],
        ['ready', 0],
      ],
    );
    assert.equal(Buffer.from(frames[0]!.body).toString(), '{"step":3}');
  }
});

test('the head of a frame is told before its body is there', () => {
  const { reader, heads, frames } = collect(7);
  reader.push(encodeFrame(7, 'end', new Uint8Array(100)).subarray(0, 20));
  assert.deepEqual([heads, frames.length], [['end'], 0]);
});

test('bytes without the secret are refused, and the error says who wrote them', () => {
  const { reader } = collect(7);
  assert.throws(() => {
    reader.push(encodeFrame(8, 'end', jsonBody({})));
  }, /submitted code wrote to its channel/);
});
