/** How a trainer's training ended, in the words of its last message, or of its exit where there was none. */
import type { End } from '../wire/messages.ts';
import type { Ending } from './outcome.ts';
import type { Exit } from './trainer-process.ts';

type LastWord = Pick<Ending, 'last' | 'killedBy'>;

/** Signals that somebody sends; a process dies of others by a fault of its own. */
const sent = ['SIGKILL', 'SIGTERM', 'SIGINT'];

const crashed = (reason: string): LastWord => ({
  last: { why: 'crashed', reason },
  killedBy: undefined,
});

/** What the trainer said last. */
const spoken = ({ why, reason }: End): LastWord =>
  why === 'crashed'
    ? crashed(reason ?? 'no reason given')
    : { last: { why: why === 'diverged' ? 'spent' : why }, killedBy: undefined };

/** Why it was killed, where nobody has said. */
const outside = (signal: string, outOfMemory: boolean): string =>
  outOfMemory && signal === 'SIGKILL'
    ? 'the kernel, which killed a process for want of memory just then'
    : `${signal} from outside the harness (a person, or the kernel when memory ran out)`;

/** `killedBy` is why the referee killed it, if it did; `outOfMemory`: the kernel killed something for memory meanwhile. */
export function lastWord(
  end: End | undefined,
  exit: Exit,
  {
    killedBy,
    outOfMemory,
  }: { readonly killedBy: string | undefined; readonly outOfMemory: boolean },
): LastWord {
  if (end !== undefined) return spoken(end);
  switch (exit.how) {
    case 'refused':
      return crashed(exit.reason);
    case 'code':
      return crashed(`The trainer exited with code ${exit.code} in the middle of training.`);
    case 'signal':
      if (!sent.includes(exit.signal)) return crashed(`The trainer died of ${exit.signal}.`);
      return {
        ...crashed(`killed: ${exit.signal}`),
        killedBy: killedBy ?? outside(exit.signal, outOfMemory),
      };
  }
}
