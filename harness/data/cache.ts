/** Where downloaded and converted data lie. */
import { resolve } from 'node:path';
import envPaths from 'env-paths';

/** The folder the user chose with TTR_CACHE, else the system's cache folder. */
export const cacheRoot = (): string =>
  process.env['TTR_CACHE']
    ? resolve(process.env['TTR_CACHE'])
    : envPaths('time-to-result', { suffix: '' }).cache;
