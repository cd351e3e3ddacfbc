/** A package registry on this machine, of the kind that npm talks to, and npm settings that point there. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { create } from 'tar';

export interface Registry {
  /** Ends in a slash. */
  readonly url: string;
  readonly requests: readonly string[];
  /** What happens to the next requests; whole answers to all when left as it is. */
  mood: { token?: string; cutShort?: boolean };
  /** SHA-512 of the package's tarball, as npm writes it. */
  readonly integrity: string;
  close(): Promise<void>;
}

export const scratchFolder = (): string => mkdtempSync(join(tmpdir(), 'ttr-data-'));

/** Serves version 1.0.0 of one package with these files. It also works as a proxy to itself. */
export async function startRegistry(
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<Registry> {
  const tarball = await pack(files);
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const requests: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url!, `http://${request.headers.host!}`);
    requests.push(url.href);
    const { token, cutShort } = registry.mood;
    if (token && request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401).end();
    } else if (url.pathname.endsWith('.tgz')) {
      response.writeHead(200, { 'content-length': tarball.length });
      if (cutShort) {
        response.write(tarball.subarray(0, tarball.length / 2), () => response.destroy());
      } else response.end(tarball);
    } else if (decodeURIComponent(url.pathname) === `/${name}`) {
      const dist = { tarball: `${url.origin}/${name}/-/package-1.0.0.tgz`, integrity };
      const versions = { '1.0.0': { name, version: '1.0.0', dist } };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ name, 'dist-tags': { latest: '1.0.0' }, versions }));
    } else response.writeHead(404).end('{}');
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const registry: Registry = {
    url: `http://127.0.0.1:${port}/`,
    requests,
    mood: {},
    integrity,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return registry;
}

async function pack(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const folder = scratchFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'package', path)), { recursive: true });
    writeFileSync(join(folder, 'package', path), content);
  }
  return create({ cwd: folder, gzip: true, portable: true }, ['package']).concat();
}

/** Makes these lines the user's npm settings, with an empty npm cache, for this process and its children. */
export function useNpmSettings(lines: readonly string[]): void {
  const folder = scratchFolder();
  for (const variable of Object.keys(process.env))
    if (/^npm_config_/i.test(variable)) Reflect.deleteProperty(process.env, variable);
  const settings = [...lines, `cache=${join(folder, 'cache')}`, 'fetch-retries=0'];
  writeFileSync(join(folder, '.npmrc'), settings.join('\n'));
  process.env['npm_config_userconfig'] = join(folder, '.npmrc');
}
