/** Where a trial ran: the engine that computed, the machine and its software. */

export type EngineName = 'tensorflow-gpu' | 'tensorflow' | 'wasm';
/** The machine and software a trial ran on. Scores mix only results of one fingerprint. */
export interface Machine {
  /** First 12 hex digits of the SHA-256 of `facts`. */
  readonly fingerprint: string;
  /** CPU model and count, memory, GPU, governor, SMT, kernel, Node, engine and library versions: text by name. */
  readonly facts: Readonly<Record<string, string>>;
}
