/** How a phrase is recorded: how fast and how high, in how much noise. All of it follows from phrase and voice. */
import { chanceOf } from './chance.ts';
import type { Speak } from './flite.ts';
import { logMel, standardize } from './log-mel.ts';
import { playedFaster, withNoise, withoutSilence } from './waveform.ts';

/** What each voice is varied around: its pitch, and a factor of durations that makes all about equally fast. */
const voices = {
  kal16: { pitchHertz: 110, stretch: 1.2 },
  rms: { pitchHertz: 100, stretch: 0.9 },
  slt: { pitchHertz: 170, stretch: 1.05 },
  awb: { pitchHertz: 130, stretch: 1.05 },
} as const;
export type Voice = keyof typeof voices;

/** A phrase in somebody's voice. */
export interface Utterance {
  readonly text: string;
  readonly voice: Voice;
}

/** Features are kept in steps of 1/32, at most 4 from the mean. */
export const stepsPerUnit = 32;

/** Standardized log-mel features of an utterance in steps, frame after frame: [frames x bands]. */
export async function record(speak: Speak, { text, voice }: Utterance): Promise<Int8Array> {
  const chance = chanceOf(`${voice}: ${text}`);
  const between = (low: number, high: number): number => low + (high - low) * chance();
  const { stretch, pitchHertz } = voices[voice];
  const spoken = await speak(text, {
    voice,
    stretch: Number((stretch * between(0.85, 1.15)).toFixed(2)),
    pitchHertz: Math.round(pitchHertz * between(0.85, 1.2)),
  });
  const speech = withoutSilence(playedFaster(spoken, between(0.93, 1.07)));
  const features = standardize(logMel(withNoise(speech, between(15, 35), chance)));
  return Int8Array.from(features, (x) =>
    Math.max(-127, Math.min(127, Math.round(x * stepsPerUnit))),
  );
}
