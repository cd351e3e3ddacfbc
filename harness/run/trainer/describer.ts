/**
 * Says what a submission is, in a restricted process of its own: the only place but the trainer where submitted code
 * runs. A bundle's path comes as an argument, the default export goes out as plain JSON on a descriptor of its own.
 */
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { randomFrom } from '../../plan/random.ts';
import { evaluateBundle } from './load-submission.ts';
import { lockDown } from './lockdown.ts';
import { toPlain } from './plain-value.ts';

/** File descriptor that the answer is written to: a submission that prints is heard elsewhere. */
export const descriptionChannel = 3;

/** What the describer answers. */
export type Answer =
  | { readonly kind: 'described'; readonly value: unknown }
  /** Submitted code reached for TensorFlow.js while it was loaded; ask again with it. */
  | { readonly kind: 'tensorflow' }
  | { readonly kind: 'failed'; readonly reason: string };

/** TensorFlow.js takes half a second to load and no ordinary submission touches it before it trains. */
function absentTensorflow(onTouch: () => void): object {
  const absent: object = new Proxy(Object.create(null) as object, {
    getPrototypeOf: () => absent,
    get(_target, name) {
      if (name === '__esModule') return true;
      if (typeof name === 'symbol') return undefined;
      onTouch();
      throw new Error(`TensorFlow.js is not loaded yet: ${name}`);
    },
  });
  return absent;
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** Entry of the describer's process: arguments are the bundle and, where it is needed, `tensorflow`. */
export function describerMain(): void {
  const [file, wanted] = process.argv.slice(2) as [string, string?];
  const code = readFileSync(file, 'utf8');
  const [write, stringify] = [writeSync, JSON.stringify];
  const exit = process.exit.bind(process);
  const seen = { tensorflow: false };
  const tensorflow: object =
    wanted === 'tensorflow'
      ? (createRequire(import.meta.url)('@tensorflow/tfjs') as object)
      : absentTensorflow(() => (seen.tensorflow = true));
  lockDown(randomFrom('describe'), () => undefined);
  let answer: Answer;
  try {
    answer = { kind: 'described', value: toPlain(evaluateBundle(code, file, tensorflow)) };
  } catch (error) {
    answer = { kind: 'failed', reason: reasonOf(error) };
  }
  if (seen.tensorflow) answer = { kind: 'tensorflow' };
  write(descriptionChannel, stringify(answer));
  exit(0);
}
