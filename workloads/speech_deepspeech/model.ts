/**
 * Deep Speech 2 (Amodei et al. 2015, arXiv 1512.02595) as AlgoPerf has it: convolutions that make frames fewer, bidirectional
 * LSTM layers with batch norm before each, feed-forward layers, all with residual connections, and a layer of letters.
 *
 * Shapes: B utterances, T frames, F bands, N frames after subsampling, D width, V letters with the blank.
 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { dense, layerNorm, lstm, type Norm } from '#nn';
import type { DeepSpeechOptions } from './parameters.ts';
import { realFrames, subsample } from '../shared/spoken-phrases/subsampling.ts';
import type { Scores } from '../shared/spoken-phrases/transcripts.ts';

/** What every part of the network needs. */
export interface Network {
  readonly params: Params;
  readonly options: DeepSpeechOptions;
  /** Dropout with a new mask at every call. */
  readonly drop: (x: Tensor) => Tensor;
  /** Normalizes x [B, N, D]; its mask [B, N] is 1 where a frame counts. */
  readonly norm: Norm;
}

/** features [B, T, F], lengths int32 [B]. Padding frames change nothing of the frames that count. */
export function deepSpeech(net: Network, features: Tensor, lengths: Tensor): Scores {
  const { params, options, drop } = net;
  const activate = tf[options.activation];
  const frames = subsample(params, options, features, lengths, activate);
  const mask = realFrames(frames.lengths, frames.x.shape[1]!);
  const add = (x: Tensor, y: Tensor): Tensor => (options.residual ? tf.add(x, y) : y);
  let x = drop(frames.x);
  for (let i = 0; i < options.lstmLayers; i++) {
    const path = `lstm${i}`;
    x = add(x, bidirectional(params, path, net.norm(x, `${path}/norm`, mask), frames.lengths));
  }
  for (let i = 0; i < options.feedForwardLayers; i++) {
    const path = `feedForward${i}`;
    x = add(x, drop(activate(linear(params, path, net.norm(x, `${path}/norm`, mask)))));
  }
  const [scale, bias] = [params['out/norm/scale']!, params['out/norm/bias']!];
  const logits = linear(params, 'out', layerNorm(x, scale, bias, 1e-6));
  return { logits, lengths: frames.lengths };
}

/** One LSTM from the first frame to the last, one from the last to the first; their outputs side by side: [B, N, D]. */
function bidirectional(params: Params, path: string, x: Tensor, lengths: Tensor): Tensor {
  const one = (direction: string, reverse: boolean) =>
    lstm({
      x,
      kernel: params[`${path}/${direction}/kernel`]!,
      recurrent: params[`${path}/${direction}/recurrent`]!,
      bias: params[`${path}/${direction}/bias`]!,
      lengths,
      reverse,
    });
  return tf.concat([one('forward', false), one('backward', true)], 2);
}

const linear = (params: Params, path: string, x: Tensor): Tensor =>
  dense(x, params[`${path}/kernel`]!, params[`${path}/bias`]);
