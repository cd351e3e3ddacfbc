/** The command line around a trainer: pinned, cut off from the network, killed with its parent, few permissions. */
import { realpathSync } from 'node:fs';
import { execa } from 'execa';
import { allowedCpus } from '../machine/slots.ts';

/** Which of the system's tools work here. */
export interface SandboxTools {
  /** taskset: pins to a CPU. */
  readonly pin: boolean;
  /** unshare: a network namespace of its own, as root or through a user namespace; absent when neither works. */
  readonly offline: readonly string[] | undefined;
  /** setpriv: the kernel kills the process when its parent dies. */
  readonly orphans: boolean;
}

const works = async (file: string, args: readonly string[]): Promise<boolean> =>
  (await execa(file, [...args], { reject: false, stdio: 'ignore' })).exitCode === 0;

/** What was found in this process: it starts four others. */
let found: Promise<SandboxTools> | undefined;

/** Tries the tools out, once a process. */
export const findSandboxTools = (): Promise<SandboxTools> => (found ??= tryTools());

/** Pinning is tried on a CPU that this process may use: others may be forbidden. */
async function tryTools(): Promise<SandboxTools> {
  const [pin, orphans, own, user] = await Promise.all([
    works('taskset', ['--cpu-list', String(allowedCpus()[0]), 'true']),
    works('setpriv', ['--pdeathsig', 'KILL', 'true']),
    works('unshare', ['--net', 'true']),
    works('unshare', ['--user', '--map-current-user', '--net', 'true']),
  ]);
  const offline = own ? ['--net'] : user ? ['--user', '--map-current-user', '--net'] : undefined;
  return { pin, offline, orphans };
}

/** Node's permission flag, which lost its prefix in 22.13. */
const permissionFlag = (): string =>
  process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';

interface Wrapped {
  readonly file: string;
  readonly args: readonly string[];
}

/** Wraps a Node command line in what the tools offer. */
export function wrapCommand(
  { pin, offline, orphans }: SandboxTools,
  {
    cpus,
    network,
    command,
  }: {
    readonly cpus: readonly number[];
    readonly network: boolean;
    readonly command: readonly string[];
  },
): Wrapped {
  const all = [
    ...(pin && cpus.length > 0 ? ['taskset', '--cpu-list', cpus.join(',')] : []),
    ...(!network && offline !== undefined ? ['unshare', ...offline] : []),
    ...(orphans ? ['setpriv', '--pdeathsig', 'KILL'] : []),
    ...command,
  ];
  return { file: all[0]!, args: all.slice(1) };
}

/** Node with permission to read these files and folders and to write nothing but `scratch`; no child processes, no workers. */
export function restrictedNode(script: string, read: readonly string[], scratch: string): string[] {
  return [
    process.execPath,
    '--no-warnings',
    permissionFlag(),
    ...[script, ...read].map((path) => `--allow-fs-read=${realpathSync(path)}`),
    `--allow-fs-write=${realpathSync(scratch)}`,
    '--allow-addons',
    script,
  ];
}
