/** Has a bundle described by a restricted process of its own. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { enginePaths } from '../engine/environment.ts';
import { findSandboxTools, restrictedNode, wrapCommand } from '../run/sandbox.ts';
import { descriptionChannel, type Answer } from '../run/trainer/describer.ts';
import { bundleDescriber } from './bundle.ts';

const longestSeconds = 20;
const longestAnswerBytes = 2 ** 20;

/** Asks a describer about a bundle; `tensorflow` loads TensorFlow.js first. */
export async function ask(root: string, file: string, tensorflow: boolean): Promise<Answer> {
  const [program, tools] = await Promise.all([bundleDescriber(root), findSandboxTools()]);
  const scratch = await mkdtemp(join(tmpdir(), 'ttr-describe-'));
  try {
    const script = restrictedNode(program.file, [file, ...enginePaths('wasm')], scratch);
    const command = [...script, await realpath(file), ...(tensorflow ? ['tensorflow'] : [])];
    const wrapped = wrapCommand(tools, { cpus: [], network: false, command });
    const done = await execa(wrapped.file, [...wrapped.args], {
      env: { PATH: process.env['PATH'] ?? '', TMPDIR: scratch },
      extendEnv: false,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      maxBuffer: longestAnswerBytes,
      timeout: 1000 * longestSeconds,
      killSignal: 'SIGKILL',
      reject: false,
    });
    if (done.timedOut)
      return { kind: 'failed', reason: `it was not loaded after ${longestSeconds} s` };
    const text = done.stdio[descriptionChannel];
    if (typeof text === 'string' && text !== '' && !done.isMaxBuffer)
      return JSON.parse(text) as Answer;
    const how = done.signal ?? `exit code ${done.exitCode ?? 'unknown'}`;
    return { kind: 'failed', reason: `its process ended (${how}) before it was described` };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
