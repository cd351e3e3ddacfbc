import type { EngineName } from '../record/machine.ts';

/** The engine that was asked for is not there; the message says why and how to get it. */
export class MissingEngine extends Error {
  override readonly name = 'MissingEngine';
  constructor(engine: EngineName, detail: string, advice: string) {
    super(
      `Engine "${engine}" is not available: ${detail}. To get it: ${advice}; or take --engine wasm.`,
    );
  }
}
