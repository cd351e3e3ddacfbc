/** The Flite speech synthesizer (Black & Lenzo 2001), compiled to WebAssembly with the system interface WASI. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplesPerSecond } from './log-mel.ts';

/** How a text is spoken. */
export interface Manner {
  /** One of those that the program holds. */
  readonly voice: string;
  /** Factor of all durations. */
  readonly stretch: number;
  /** Mean pitch; `rms` has one of its own. */
  readonly pitchHertz: number;
}

/** Speaks texts one after the other; samples are in [-1, 1], at 16 kHz. */
export type Speak = (text: string, manner: Manner) => Promise<Float32Array>;

/** Lends a synthesizer, which writes its waves to a folder of its own that is removed afterwards. */
export async function withFlite<T>(program: Uint8Array, use: (speak: Speak) => Promise<T>) {
  const WASI = await quietly(async () => (await import('node:wasi')).WASI);
  const module = new WebAssembly.Module(program);
  const folder = mkdtempSync(join(tmpdir(), 'flite-'));
  const speak: Speak = async (text, { voice, stretch, pitchHertz }) => {
    const settings = [`duration_stretch=${stretch}`, `int_f0_target_mean=${pitchHertz}`];
    const options = settings.flatMap((setting) => ['--setf', setting]);
    const wasi = new WASI({
      version: 'preview1',
      args: ['flite', '-voice', voice, ...options, '-t', text, '-o', '/waves/speech.wav'],
      preopens: { '/waves': folder },
      returnOnExit: true,
    });
    // The program ends after each text, so each has an instance of its own.
    const status = wasi.start(new WebAssembly.Instance(module, wasi.getImportObject()));
    if (status !== 0) throw new Error(`Flite ended with ${status} on "${text}", voice ${voice}.`);
    const samples = samplesOf(readFileSync(join(folder, 'speech.wav')));
    // Thousands of texts take minutes: leave time for signals and for showing progress.
    await new Promise((resolve) => setImmediate(resolve));
    return samples;
  };
  try {
    return await use(speak);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** 16-bit samples after the 44 bytes of a plain WAV header. */
function samplesOf(wave: Buffer): Float32Array {
  const rate = wave.readUInt32LE(24);
  if (wave.toString('latin1', 36, 40) !== 'data' || rate !== samplesPerSecond)
    throw new Error(`Flite wrote a WAV file of ${rate} Hz or with an unknown header.`);
  const count = Math.min(wave.readUInt32LE(40), wave.length - 44) >> 1;
  const samples = new Float32Array(count);
  for (let i = 0; i < count; i++) samples[i] = wave.readInt16LE(44 + 2 * i) / 2 ** 15;
  return samples;
}

/** Node says of every program that loads WASI that it is experimental. Other warnings come through. */
async function quietly<T>(load: () => Promise<T>): Promise<T> {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...rest: never[]) => {
    if (!String(warning).startsWith('WASI is an experimental feature'))
      emitWarning(warning, ...rest);
  };
  try {
    return await load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
