/** Evaluates a bundled submission in this process; the trainer bills it. */
import vm from 'node:vm';
import * as tf from '@tensorflow/tfjs';
import type { Submission } from '#spec';

/** Runs a CommonJS bundle whose only outside import is TensorFlow.js, and returns its default export. */
export function loadSubmission(code: string, filename: string): Submission {
  const module: { exports: { default?: Submission } } = { exports: {} };
  const require = (name: string): unknown => {
    if (name === '@tensorflow/tfjs') return tf;
    throw new Error(
      `Submitted code asked for '${name}'. It may use '@tensorflow/tfjs', '#spec' and '#optim'.`,
    );
  };
  const wrapped = vm.runInThisContext(`(function (module, exports, require) {${code}\n})`, {
    filename,
  }) as (m: typeof module, e: typeof module.exports, r: typeof require) => void;
  wrapped(module, module.exports, require);
  const submission = module.exports.default;
  if (submission === undefined)
    throw new Error('The submission has no default export. Export defineSubmission({ ... }).');
  return submission;
}
