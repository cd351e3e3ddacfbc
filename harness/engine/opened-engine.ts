import type { EngineName } from '../record/machine.ts';

/** A backend made ready. */
export interface Engine {
  readonly name: EngineName;
  /** Versions and devices, text by name, for the machine's fingerprint. */
  readonly facts: Readonly<Record<string, string>>;
  /** Returns once all queued work is done. */
  fence(): void;
}
