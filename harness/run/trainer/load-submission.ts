/** Evaluates a bundled submission in this process, which is the trainer's (billed) or the describer's. */
import vm from 'node:vm';
import type { Submission } from '#spec';

/**
 * Runs a CommonJS bundle whose only outside import is TensorFlow.js, given as `tensorflow`, and returns its default
 * export as it is: whether it is a submission has not been asked.
 */
export function evaluateBundle(code: string, filename: string, tensorflow: object): unknown {
  const module: { exports: { default?: unknown } } = { exports: {} };
  const require = (name: string): object => {
    if (name === '@tensorflow/tfjs') return tensorflow;
    throw new Error(
      `Submitted code asked for '${name}'. It may use '@tensorflow/tfjs', '#spec' and '#optim'.`,
    );
  };
  const wrapped = vm.runInThisContext(`(function (module, exports, require) {${code}\n})`, {
    filename,
  }) as (m: typeof module, e: typeof module.exports, r: typeof require) => void;
  wrapped(module, module.exports, require);
  return module.exports.default;
}

/** The submission of a bundle that was described, and so checked, before. */
export function loadSubmission(code: string, filename: string, tensorflow: object): Submission {
  const submission = evaluateBundle(code, filename, tensorflow);
  if (submission === undefined)
    throw new Error('The submission has no default export. Export defineSubmission({ ... }).');
  return submission as Submission;
}
