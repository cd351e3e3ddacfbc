#!/usr/bin/env node
// Starts the command line: TypeScript is loaded as it stands, without a build step.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./cli.ts');
await main(process.argv);
