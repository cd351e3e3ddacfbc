/** What decides the bits of a course beside submission, workload and data: the engine. */
import type { Machine } from '../record/machine.ts';
import { hashEngineCode } from './bundle.ts';
import { sha256 } from '../results/sha256.ts';

/** SHA-256 of the engine's code with its kernels and of the versions it computes with. */
export const engineHash = async (root: string, { numerics }: Machine): Promise<string> =>
  sha256(JSON.stringify([await hashEngineCode(root), Object.entries(numerics).sort()]));
