/** What a trainer says at its end is data: kept where it is what it should be, and cut to length. */
import { isRecord } from '../../plan/described.ts';
import type { Work } from '../../record/result.ts';
import { isCount } from '../wire/hand-over.ts';
import type { End } from '../wire/messages.ts';
import { Misreport } from '../wire/misreport.ts';

/** Characters of an error that are kept. */
const reasonLength = 4000;

const whys: readonly End['why'][] = ['told', 'spent', 'diverged', 'crashed'];

const cut = (text: string): string =>
  text.length > reasonLength ? `${text.slice(0, reasonLength)} ...` : text;

/** The counts of a record, no more; undefined where one is none. */
function workIn(value: unknown): Work | undefined {
  if (!isRecord(value)) return undefined;
  const { steps, gradientEvaluations, lossEvaluations, examples } = value;
  if (![steps, gradientEvaluations, lossEvaluations, examples].every(isCount)) return undefined;
  return { steps, gradientEvaluations, lossEvaluations, examples } as Work;
}

/** The last word in these bytes. Throws when they hold none. */
export function parseEnd(body: Uint8Array): End {
  const fault = new Misreport('The trainer’s last word was not one that the harness says.');
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString());
  } catch {
    throw fault;
  }
  if (!isRecord(value)) throw fault;
  const work = workIn(value['work']);
  const why = whys.find((one) => one === value['why']);
  if (work === undefined || why === undefined) throw fault;
  const { reason, readsClock } = value;
  return {
    why,
    work,
    readsClock: readsClock === true,
    ...(typeof reason === 'string' ? { reason: cut(reason) } : {}),
  };
}
