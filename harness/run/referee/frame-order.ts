/**
 * Which frame may come now, and how long it may be. A trainer that has sent one waits for its answer; whatever comes
 * otherwise was not sent by the harness's code in it, or by no longer the harness's code, and ends the trial.
 */
import { handOverBytes } from '../wire/hand-over.ts';
import type { Kind } from '../wire/frames.ts';
import { Misreport } from '../wire/misreport.ts';

type Stage = 'loading' | 'training' | 'waiting' | 'over';

/** Bytes that the last word may have: room for an error's text. */
const endBytes = 64 * 1024;

const kindsAt: Readonly<Record<Stage, readonly Kind[]>> = {
  loading: ['ready'],
  training: ['params', 'time', 'end'],
  waiting: [],
  over: [],
};

export class FrameOrder {
  readonly #lengths: Partial<Record<Kind, readonly [number, number]>>;
  #stage: Stage = 'loading';

  /** `paramBytes` of the model's parameters together. */
  constructor(paramBytes: number) {
    const all = handOverBytes(paramBytes);
    this.#lengths = { ready: [0, 0], time: [0, 0], params: [all, all], end: [2, endBytes] };
  }

  /** A frame begins. Throws when it is not due, or not of its length. */
  begins(kind: Kind, length: number): void {
    if (!kindsAt[this.#stage].includes(kind))
      throw new Misreport(
        `The trainer sent a frame "${kind}" out of turn (${this.#stage}): submitted code wrote to its channel.`,
      );
    const [least, most] = this.#lengths[kind]!;
    if (length < least || length > most)
      throw new Misreport(
        `The trainer announced ${length} bytes of "${kind}"; it may be ${least === most ? most : `${least} to ${most}`}.`,
      );
  }

  /** A frame is complete; nothing may follow until it is answered. */
  came(kind: Kind): void {
    this.#stage = kind === 'end' ? 'over' : 'waiting';
  }

  /** The trainer was told to go on, or to end: its next frame may come. */
  answered(): void {
    this.#stage = 'training';
  }
}
