import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { openEngine } from '../../../harness/engine/engine.ts';
import { nativeState } from '../../../harness/engine/native/home.ts';
import { hashSources, ownOpsHash } from '../../../harness/engine/native/own-ops.ts';
import { joinHeads, splitHeads } from '../../../harness/nn/multi-head-attention.ts';
import { threefry } from '../../../harness/nn/threefry.ts';
import { checkLayer, draw, mean, relativeError, softmax, sum } from './float64.ts';

const found = nativeState('tensorflow');
const skip =
  found.state === 'absent'
    ? `the native engine is not there: ${found.detail}`
    : found.ownOps === undefined && 'its fused operations are not built';

test('The hash of the fused operations is that of their sources', () => {
  assert.equal(ownOpsHash, hashSources(), 'set ownOpsHash in harness/engine/native/own-ops.ts');
});

describe(
  'Fused operations of the native engine equal float64 formulas in value and gradient',
  { skip },
  () => {
    before(async () => {
      await openEngine('tensorflow', { threads: 1 });
    });

    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const activations = {
      TtrGelu: (x: number) =>
        0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
      TtrSilu: (x: number) => x * sigmoid(x),
    };
    for (const [name, f] of Object.entries(activations)) {
      for (const size of [1, 7, 1000]) {
        test(`${name} of ${size} numbers`, () => {
          checkLayer(name, { x: [[size], draw(size, 3)] }, ['x'], {}, ({ x }) => x!.map(f));
        });
      }
    }

    const normalize = (rows: number[][], scale: number[], bias: number[], epsilon: number) =>
      rows.map((row) => {
        const m = mean(row);
        const slope = 1 / Math.sqrt(mean(row.map((x) => (x - m) ** 2)) + epsilon);
        return row.map((x, i) => (x - m) * slope * scale[i]! + bias[i]!);
      });
    const chunk = (x: number[], size: number) =>
      Array.from({ length: x.length / size }, (_, i) => x.slice(i * size, (i + 1) * size));
    const turned = (rows: number[][]) => rows[0]!.map((_, i) => rows.map((row) => row[i]!));

    for (const shape of [
      [1, 5],
      [6, 3],
      [2, 3, 33],
    ]) {
      const channels = shape.at(-1)!;
      const inputs = {
        x: [shape, draw(tf.util.sizeFromShape(shape), 2)],
        scale: [[channels], draw(channels, 1)],
        bias: [[channels], draw(channels, 1, 2)],
      } as const;
      test(`TtrLayerNorm of ${shape.join(' x ')}`, () => {
        checkLayer('TtrLayerNorm', inputs, ['x', 'scale', 'bias'], { epsilon: 1e-3 }, (given) =>
          normalize(chunk(given['x']!, channels), given['scale']!, given['bias']!, 1e-3).flat(),
        );
      });
    }
    for (const shape of [
      [9, 3],
      [2, 3, 2, 5],
    ]) {
      const channels = shape.at(-1)!;
      const inputs = {
        x: [shape, draw(tf.util.sizeFromShape(shape), 2)],
        scale: [[channels], draw(channels, 1)],
        bias: [[channels], draw(channels, 1, 2)],
      } as const;
      test(`TtrBatchNorm of ${shape.join(' x ')}`, () => {
        checkLayer('TtrBatchNorm', inputs, ['x', 'scale', 'bias'], { epsilon: 1e-3 }, (given) => {
          const columns = turned(chunk(given['x']!, channels)).map((column, i) => {
            const ones = column.map(() => given['scale']![i]!);
            const shifts = column.map(() => given['bias']![i]!);
            return normalize([column], ones, shifts, 1e-3)[0]!;
          });
          return turned(columns).flat();
        });
      });
    }

    for (const labelSmoothing of [0, 0.1]) {
      test(`TtrSoftmaxCrossEntropy with smoothing ${labelSmoothing} leaves out labels that are no class`, () => {
        const labels = [2, 0, -1, 6, 5];
        const inputs = { logits: [[5, 6], draw(30, 4)], labels: [[5], labels, 'int32'] } as const;
        checkLayer('TtrSoftmaxCrossEntropy', inputs, ['logits'], { labelSmoothing }, ({ logits }) =>
          chunk(logits!, 6).map((row, r) => {
            const label = labels[r]!;
            if (label < 0 || label >= 6) return 0;
            const probabilities = softmax(row);
            return -sum(
              probabilities.map((p, i) => {
                const target = (i === label ? 1 - labelSmoothing : 0) + labelSmoothing / 6;
                return target * Math.log(p);
              }),
            );
          }),
        );
      });
    }

    for (const causal of [false, true]) {
      for (const masked of [false, true]) {
        test(`TtrAttention, causal ${causal}, with a key mask ${masked}`, () => {
          const [B, H, T, D] = [2, 2, 5, 3];
          const size = B * H * T * D;
          const mask = [1, 1, 0, 1, 0, 0, 1, 1, 1, 1];
          const inputs = {
            query: [[B, H, T, D], draw(size, 1)],
            key: [[B, H, T, D], draw(size, 1, 2)],
            value: [[B, H, T, D], draw(size, 1, 3)],
            ...(masked && { keyMask: [[B, T], mask] as const }),
          } as const;
          const attrs = { causal, scale: 0.7 };
          checkLayer('TtrAttention', inputs, ['query', 'key', 'value'], attrs, (given) => {
            const [q, k, v] = ['query', 'key', 'value'].map((name) =>
              chunk(chunk(given[name]!, D) as never, T),
            ) as unknown as number[][][][];
            return q!.flatMap((head, h) =>
              head.flatMap((query, t) => {
                const keys = k!
                  [h]!.map((_, i) => i)
                  .filter(
                    (i) =>
                      (!causal || i <= t) && (!masked || mask[Math.floor(h / H) * T + i] !== 0),
                  );
                const scores = keys.map((i) => 0.7 * sum(query.map((x, d) => x * k![h]![i]![d]!)));
                const weights = softmax(scores);
                return query.map((_, d) => sum(keys.map((i, j) => weights[j]! * v![h]![i]![d]!)));
              }),
            );
          });
        });
      }
    }

    for (const [queries, keys] of [
      [5, 5],
      [17, 33],
    ] as const) {
      test(`TtrHeadAttention of ${queries} queries to ${keys} keys is attention of split heads`, () => {
        const [B, H, D, E] = [2, 3, 4, 5];
        const inputs = {
          query: tf.tensor(draw(B * queries * H * D, 1), [B, queries, H * D]),
          key: tf.tensor(draw(B * keys * H * D, 1, 2), [B, keys, H * D]),
          value: tf.tensor(draw(B * keys * H * E, 1, 3), [B, keys, H * E]),
          keyMask: tf.tensor(
            draw(B * keys, 1, 4).map((x) => (x > 0 ? 1 : 0)),
            [B, keys],
          ),
        };
        const dy = tf.tensor(draw(B * queries * H * E, 1, 5), [B, queries, H * E]);
        const attrs = { scale: 0.6, causal: queries === keys };
        const { keyMask } = inputs;
        const kernel = (name: string, given: tf.NamedTensorMap, more: tf.NamedAttrMap) =>
          tf.engine().runKernel<tf.Tensor[]>(name, { ...given }, more);
        const heads = { ...attrs, heads: H };
        const [y, weights] = kernel('TtrHeadAttention', inputs, heads);
        const given = { ...inputs, dy, residual0: weights! };
        const got = [y!, ...kernel('TtrHeadAttentionGrad', given, heads)];
        const split = {
          query: splitHeads(inputs.query, H),
          key: splitHeads(inputs.key, H),
          value: splitHeads(inputs.value, H),
          keyMask,
        };
        const [mixed, kept] = kernel('TtrAttention', split, attrs);
        const back = { ...split, dy: splitHeads(dy, H), residual0: kept! };
        const want = [mixed!, ...kernel('TtrAttentionGrad', back, attrs)];
        for (const [i, tensor] of got.entries()) {
          const joined = joinHeads(want[i] as tf.Tensor4D);
          assert.deepEqual(tensor.shape, joined.shape);
          assert.ok(relativeError(tensor.dataSync(), [...joined.dataSync()]) < 1e-6, `output ${i}`);
        }
      });
    }

    test('TtrDropout keeps the elements that the seed says, also in its gradient', () => {
      const size = 2051;
      const seed = 2 ** 40 + 12345;
      const bits = new Uint32Array(size);
      threefry(seed, bits);
      const kept = Array.from(bits, (drawn) => (drawn < Math.floor(0.3 * 2 ** 32) ? 0 : 1 / 0.7));
      const x = draw(size, 1);
      for (const name of ['TtrDropout', 'TtrDropoutGrad']) {
        const given = { [name === 'TtrDropout' ? 'x' : 'dy']: tf.tensor1d(x) };
        const [y] = tf.engine().runKernel<tf.Tensor[]>(name, given, { rate: 0.3, seed });
        assert.ok(
          relativeError(
            y!.dataSync(),
            x.map((value, i) => value * kept[i]!),
          ) < 1e-6,
        );
      }
    });

    test('NaN and infinity pass through: a diverged model is seen to diverge', () => {
      const x = tf.tensor1d([NaN, 1, -Infinity, Infinity]);
      const [gelu] = tf.engine().runKernel<tf.Tensor[]>('TtrGelu', { x });
      assert.ok(Number.isNaN(gelu!.dataSync()[0]));
      assert.equal(gelu!.dataSync()[3], Infinity);
      const logits = tf.tensor2d([
        [NaN, 1],
        [1, 2],
      ]);
      const labels = tf.tensor1d([0, 1], 'int32');
      const [losses] = tf
        .engine()
        .runKernel<tf.Tensor[]>(
          'TtrSoftmaxCrossEntropy',
          { logits, labels },
          { labelSmoothing: 0 },
        );
      assert.ok(Number.isNaN(losses!.dataSync()[0]));
      assert.ok(Number.isFinite(losses!.dataSync()[1]));
    });
  },
);
