/** Downloads a pinned npm package and keeps the wanted files in memory. */
import pacote from 'pacote';
import { Parser } from 'tar';
import type { ReadEntry } from 'tar';
import type { PackagePin } from '#spec';

/** The wanted files by path (as in the tarball, without its first folder), and the tarball's size. */
export interface FetchedPackage {
  readonly files: Map<string, Uint8Array>;
  readonly bytes: number;
}

/**
 * Streams the tarball through: only the wanted files are ever held. The stream fails when its SHA-512 is not the
 * pinned one, so nothing unchecked is returned. `onBytes` is told the bytes received so far.
 */
export async function fetchPackage(
  pin: PackagePin,
  settings: pacote.Options,
  onBytes: (bytes: number) => void,
): Promise<FetchedPackage> {
  const fetched = await pacote.tarball
    .stream(`${pin.name}@${pin.version}`, (tarball) => readTarball(tarball, pin.files, onBytes), {
      ...settings,
      integrity: pin.integrity,
    })
    .catch((error: unknown) => {
      throw new Error(explain(pin, error), { cause: error });
    });
  if (fetched.files.size === 0)
    throw new Error(`${pin.name}@${pin.version} holds no file that matches ${pin.files.source}.`);
  return fetched;
}

/** pacote calls this again, with a new stream, when a first attempt failed. */
function readTarball(
  tarball: NodeJS.ReadableStream,
  wanted: RegExp,
  onBytes: (bytes: number) => void,
): Promise<FetchedPackage> {
  const files = new Map<string, Uint8Array>();
  const inner = (path: string): string => path.slice(path.indexOf('/') + 1);
  let bytes = 0;
  return new Promise((resolve, reject) => {
    const parser = new Parser({
      strict: true,
      filter: (path) => wanted.test(inner(path)),
      onReadEntry: (entry: ReadEntry) => {
        entry.concat().then((content) => files.set(inner(entry.path), content), reject);
      },
    });
    parser.on('end', () => {
      resolve({ files, bytes });
    });
    parser.on('error', reject);
    tarball.on('error', reject);
    tarball.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      onBytes(bytes);
      parser.write(chunk);
    });
    tarball.on('end', () => {
      parser.end();
    });
  });
}

/** What went wrong and what to do next. */
function explain(pin: PackagePin, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = error instanceof Error ? error.message : String(error);
  const what = `Could not fetch ${pin.name}@${pin.version}: ${reason}.`;
  if (code === 'EINTEGRITY')
    return `${what} The registry's file is not the pinned one (${pin.integrity}); nothing of it was kept. Try again; if it stays, ask whoever runs your registry.`;
  if (code === 'ENOTCACHED') return `${what} npm is set to work offline; unset that and try again.`;
  if (code === 'E401' || code === 'E403')
    return `${what} Log in to your registry (\`npm login\`) and try again.`;
  if (code === 'E404' || code === 'ETARGET')
    return `${what} Your registry does not have it; see \`npm config get registry\`.`;
  return `${what} Look at the network and at \`npm config list\` (registry, proxy), then try again.`;
}
