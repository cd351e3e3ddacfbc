/** What a process has used, looked at from outside while it runs: the last look stands when it is gone. */
import { cpuSecondsOf, statusOf, type OwnUse } from '../../machine/noise.ts';

/** CPU time of this process, the referee, so far; seconds. */
export const ownSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

export interface Seen extends OwnUse {
  /** Largest resident memory. */
  readonly peakBytes: number;
}

export class Usage {
  readonly #pid: number;
  #seen: Seen = { peakBytes: 0, involuntarySwitches: 0, cpuSeconds: 0 };

  constructor(pid: number) {
    this.#pid = pid;
  }

  get seen(): Seen {
    return this.#seen;
  }

  /** Looks again; returns the resident bytes of now. */
  look(): number {
    const bytes = 1024 * statusOf(this.#pid, 'VmRSS');
    const { peakBytes, involuntarySwitches, cpuSeconds } = this.#seen;
    this.#seen = {
      peakBytes: Math.max(peakBytes, 1024 * statusOf(this.#pid, 'VmHWM'), bytes),
      involuntarySwitches: Math.max(
        involuntarySwitches,
        statusOf(this.#pid, 'nonvoluntary_ctxt_switches'),
      ),
      cpuSeconds: Math.max(cpuSeconds, cpuSecondsOf(this.#pid)),
    };
    return bytes;
  }
}
