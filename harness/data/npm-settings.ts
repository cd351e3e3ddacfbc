/** The user's npm settings (registries, proxy, certificates, logins) as pacote takes them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Options } from 'pacote';

/** What `npm config list --json` says, as far as it is used here. */
type NpmConfig = Readonly<Record<string, unknown>>;

/**
 * Asks npm itself, so that every place it reads settings from counts: environment, project, user, global.
 * npm keeps logins to itself (`//host/:_authToken` and its kin); those are read from the same .npmrc files.
 */
export async function npmSettings(cwd: string = process.cwd()): Promise<Options> {
  const { stdout } = await execa('npm', ['config', 'list', '--json', '--no-update-notifier'], {
    cwd,
  });
  const config = JSON.parse(stdout) as NpmConfig;
  const files = [config['globalconfig'], config['userconfig'], join(cwd, '.npmrc')];
  return { ...settingsFrom(config), ...Object.assign({}, ...files.map(logins)) } as Options;
}

/** npm's names turned into pacote's, as npm does it; scoped registries (`@scope:registry`) keep theirs. */
function settingsFrom(config: NpmConfig): Record<string, unknown> {
  const ca =
    typeof config['cafile'] === 'string' ? readFileSync(config['cafile'], 'utf8') : config['ca'];
  const noProxy = config['noproxy'];
  const renamed: Record<string, unknown> = {
    registry: config['registry'],
    proxy: config['proxy'],
    httpsProxy: config['https-proxy'],
    noProxy: Array.isArray(noProxy) ? noProxy.filter(Boolean).join(',') : noProxy,
    strictSSL: config['strict-ssl'],
    ca,
    cert: config['cert'],
    key: config['key'],
    localAddress: config['local-address'],
    maxSockets: config['maxsockets'],
    timeout: config['fetch-timeout'],
    fetchRetries: config['fetch-retries'],
    fetchRetryFactor: config['fetch-retry-factor'],
    fetchRetryMintimeout: config['fetch-retry-mintimeout'],
    fetchRetryMaxtimeout: config['fetch-retry-maxtimeout'],
    replaceRegistryHost: config['replace-registry-host'],
    userAgent: config['user-agent'],
    offline: config['offline'],
    preferOffline: config['prefer-offline'],
    preferOnline: config['prefer-online'],
    cache: typeof config['cache'] === 'string' ? join(config['cache'], '_cacache') : undefined,
  };
  const scoped = Object.entries(config).filter(([key]) => /^@.+:registry$/.test(key));
  const given = [...Object.entries(renamed), ...scoped].filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  );
  return Object.fromEntries(given);
}

/** The `//host/path/:name=value` lines of a .npmrc, `${VARIABLE}` put in. */
function logins(file: unknown): Record<string, string> {
  if (typeof file !== 'string' || !existsSync(file)) return {};
  const found: Record<string, string> = {};
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const match = /^\s*(\/\/[^=]+?)\s*=\s*"?(.*?)"?\s*$/.exec(line);
    if (match) found[match[1]!] = match[2]!.replace(/\$\{([^}]+)\}/g, fromEnvironment);
  }
  return found;
}

const fromEnvironment = (whole: string, name: string): string => process.env[name] ?? whole;
