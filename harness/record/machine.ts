/** Where a trial ran: the engine that computed, the machine and its software. */

export type EngineName = 'tensorflow-gpu' | 'tensorflow' | 'wasm';

/** Text by name. */
export type Facts = Readonly<Record<string, string>>;

/** The machine and software a trial ran on. Scores mix only results of one fingerprint. */
export interface Machine {
  /** First 12 hex digits of the SHA-256 of `numerics` and `timing`. */
  readonly fingerprint: string;
  /** What decides the bits of a course: engine, kernels, library versions. */
  readonly numerics: Facts;
  /** What decides its seconds: CPU model and counts, memory, governor, SMT, GPU, Node. */
  readonly timing: Facts;
  /** Told for the record, compared by nobody: distribution, kernel, lock file. */
  readonly noted: Facts;
}

/** All that is told about a machine in one list, as tables show it. */
export const allFacts = ({ timing, noted, numerics }: Machine): Facts => ({
  ...timing,
  ...noted,
  ...numerics,
});

/** One place to run a trial on a machine. */
export interface Slot {
  readonly name: string;
  readonly cpus: readonly number[];
}
