/** Wheels through pip, so that the user's index, proxy and cache settings hold. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa, ExecaError } from 'execa';
import type { NativeName } from './home.ts';

const version = '2.21.0';

/** Which wheels to ask for. Only the C libraries inside are used, so one Python version serves every machine. */
const tags = ['--implementation', 'cp', '--python-version', '3.11', '--only-binary=:all:'];
const platforms = ['manylinux_2_28', 'manylinux_2_27', 'manylinux_2_17', 'manylinux2014'];

/** Writes the members of the wheel argv[1] whose names start with one of argv[3:] into the folder argv[2]. */
const unpackProgram = `
import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
wheel.extractall(sys.argv[2], [n for n in wheel.namelist() if n.startswith(tuple(sys.argv[3:]))])`;

/** Downloads TensorFlow's wheel, for the GPU also those of CUDA, into `folder`; TensorFlow's comes first. */
export async function downloadWheels(
  name: NativeName,
  folder: string,
  say: (line: string) => void,
): Promise<string[]> {
  const wanted = requirements(name);
  say(`pip downloads ${wanted.join(' ')}`);
  const processor = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  await python(
    ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--dest', folder],
    [...tags, ...platforms.flatMap((platform) => ['--platform', `${platform}_${processor}`])],
    name === 'tensorflow' ? ['--no-deps'] : [],
    wanted,
  );
  const wheels = (await readdir(folder)).filter((file) => /^(tensorflow|nvidia_)/.test(file));
  const first = (file: string) => (file.startsWith('tensorflow') ? 0 : 1);
  return wheels.sort((a, b) => first(a) - first(b)).map((file) => join(folder, file));
}

/** Unpacks the members of a wheel that start with one of these prefixes. */
export const unpackWheel = (
  wheel: string,
  folder: string,
  prefixes: readonly string[],
): Promise<void> => python(['-c', unpackProgram, wheel, folder], prefixes);

/** The small CPU wheel exists for x86-64 only. */
function requirements(name: NativeName): string[] {
  if (name === 'tensorflow-gpu') return [`tensorflow[and-cuda]==${version}`];
  return [process.arch === 'x64' ? `tensorflow-cpu==${version}` : `tensorflow==${version}`];
}

/** Runs Python; a failure says what to install or to try. */
async function python(...groups: (readonly string[])[]): Promise<void> {
  try {
    await execa('python3', groups.flat());
  } catch (error) {
    throw new Error(explain(error as ExecaError), { cause: error });
  }
}

function explain({ code, stderr, shortMessage }: ExecaError): string {
  const text = typeof stderr === 'string' ? stderr : '';
  if (code === 'ENOENT') {
    return 'There is no python3, which fetches and unpacks the wheel. Install it (Debian: apt-get install python3 python3-pip).';
  }
  if (text.includes('No module named pip')) {
    return 'Python has no pip. Install it (Debian: apt-get install python3-pip), or give a wheel with --wheel.';
  }
  if (text.includes('No matching distribution found')) {
    const cause =
      /Failed to establish|Name or service|timed out|Network is unreachable|ProxyError/.test(text)
        ? 'pip does not reach its package index. Check the network and pip’s settings (pip config list)'
        : `the package index has no TensorFlow ${version} for this processor`;
    return `No wheel: ${cause}, or give a wheel with --wheel.`;
  }
  return text.trim().split('\n').at(-1) || shortMessage;
}
