/** What a trainer hands over to be judged: eight numbers, then the parameters. Its length is known from the model alone. */
import type { Work } from '../../record/result.ts';
import { Misreport } from './misreport.ts';

/** The state of the work when an evaluation is due. */
export interface HandOver {
  readonly work: Work;
  /** Examples that went through gradient evaluations: what evaluations fall due by. */
  readonly gradientExamples: number;
  /** Mean loss of the steps since the last evaluation, possibly not finite; undefined when there were none. */
  readonly trainingLoss: number | undefined;
}

const numbers = 8;
const numberBytes = 8 * numbers;

/** Bytes of a hand-over with so many bytes of parameters. */
export const handOverBytes = (paramBytes: number): number => numberBytes + paramBytes;

/** When the next evaluation falls due: at a multiple of `every` gradient examples that is not reached yet. */
export const nextDue = (gradientExamples: number, every: number): number =>
  (Math.floor(gradientExamples / every) + 1) * every;

export function encodeHandOver(
  { work, gradientExamples, trainingLoss }: HandOver,
  params: Uint8Array,
): Buffer {
  const { steps, gradientEvaluations, lossEvaluations, examples } = work;
  const loss = trainingLoss === undefined ? [0, 0] : [1, trainingLoss];
  const all = [steps, gradientEvaluations, lossEvaluations, examples, gradientExamples, ...loss];
  const head = Buffer.alloc(numberBytes);
  all.forEach((number, i) => head.writeDoubleLE(number, 8 * i));
  return Buffer.concat([head, params]);
}

/** Is this a number of things? What a trainer says is data, not trusted. */
export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** Throws when a count is none. */
export function decodeHandOver(body: Uint8Array): HandOver & { readonly params: Uint8Array } {
  const head = Buffer.from(body.buffer, body.byteOffset, numberBytes);
  const at = (i: number): number => head.readDoubleLE(8 * i);
  const counts = [0, 1, 2, 3, 4].map(at);
  if (counts.some((number) => !isCount(number)))
    throw new Misreport(
      `The trainer counted its work as ${counts.join(', ')}; counts are whole numbers.`,
    );
  const [steps, gradientEvaluations, lossEvaluations, examples, gradientExamples] = counts;
  return {
    work: {
      steps: steps!,
      gradientEvaluations: gradientEvaluations!,
      lossEvaluations: lossEvaluations!,
      examples: examples!,
    },
    gradientExamples: gradientExamples!,
    trainingLoss: at(5) === 0 ? undefined : at(6),
    params: body.subarray(numberBytes),
  };
}
