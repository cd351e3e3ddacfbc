/**
 * Runs the tests, or those whose path contains one of the arguments. Node 20's own runner knows no glob.
 *
 *   npm test                       all tests but the long ones
 *   npm run test:long              long ones: what needs whole trials from end to end, and the peers (PyTorch, JAX, optax)
 *   npm test -- unit/run           the tests below test/unit/run
 */
import { readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Transform } from 'node:stream';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { grouped } from './groups.ts';
import { seedCache } from './seed-cache.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2);
/** Whole trials from end to end, and the peers: not in `npm test`, but in what a change must pass before it lands. */
const long = [
  'adopt',
  'clock',
  'killed',
  'memory',
  'new-workload',
  'replay',
  'stop-early',
  'targets',
]
  .map((name) => `e2e/${name}.test.ts`)
  .concat('peers/');
const isWanted = (name: string): boolean => {
  if (wanted.includes('--long')) return long.some((part) => name.startsWith(part));
  if (wanted.length > 0) return wanted.some((part) => name.includes(part));
  return !long.some((part) => name.startsWith(part));
};
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts') && isWanted(name.replaceAll('\\', '/')))
  .sort()
  .map((name) => join(folder, name));
if (files.length === 0) throw new Error(`No test file's path contains ${wanted.join(' or ')}.`);

const { files: started, place } = grouped(folder, files);
if (files.some((file) => file.includes('e2e')))
  process.env['TTR_TEST_SEED'] = await seedCache(place);
const tests = run({ files: started, concurrency: Math.min(availableParallelism(), 4) });
tests.on('test:fail', () => {
  process.exitCode = 1;
});
process.on('exit', () => {
  rmSync(place, { recursive: true, force: true });
});
const report: Transform = new spec();
tests.pipe(report).pipe(process.stdout);
