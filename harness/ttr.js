#!/usr/bin/env node
// Starts the command line, from a bundle of its TypeScript that is as new as the sources.
import { fileURLToPath } from 'node:url';
import { importSource } from './start/import-source.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { main } = await importSource(root, fileURLToPath(new URL('cli.ts', import.meta.url)));
await main(process.argv);
