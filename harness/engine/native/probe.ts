/** Tries an addon in a process of its own, so that this one stays free to load another. */
import { execa } from 'execa';

/** What a loaded addon tells about itself, or why it did not load. */
export type Probe =
  | { readonly loads: true; readonly libtensorflow: string; readonly gpu: boolean }
  | { readonly loads: false; readonly reason: string };

const program = `
const [addon] = process.argv.slice(1).map(require);
process.stdout.write(JSON.stringify({ libtensorflow: addon.TF_Version, gpu: addon.isUsingGpuDevice() }));`;

/** Loads the addon at this path, and our operations where they are given, in a child process. */
export async function probeAddon(addon: string, ownOps?: string): Promise<Probe> {
  const files = ownOps === undefined ? [addon] : [addon, ownOps];
  const child = await execa(process.execPath, ['-e', program, ...files], {
    env: { TF_CPP_MIN_LOG_LEVEL: '3', TF_FORCE_GPU_ALLOW_GROWTH: 'true', NODE_OPTIONS: '' },
    reject: false,
  });
  if (child.exitCode !== 0) {
    const lines = child.stderr.split('\n');
    return {
      loads: false,
      reason: lines.find((line) => line.startsWith('Error:')) ?? lines.at(-1)!,
    };
  }
  const told = JSON.parse(child.stdout) as { libtensorflow: string; gpu: boolean };
  return { loads: true, ...told };
}
