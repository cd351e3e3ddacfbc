/** Opens tfjs' WASM backend, then installs our kernels and tells what that took and what the module weighs. */
import { installKernels } from '../engine/wasm/install.ts';
import { base64 } from '../engine/wasm/module.ts';
import { openStockWasm } from '../engine/wasm/open.ts';
import { Sampler } from './sampler.ts';

const sampler = new Sampler();
await openStockWasm();
const sample = sampler.sample(installKernels);
const bytes = Buffer.from(base64, 'base64').length;
process.stdout.write(`${JSON.stringify({ ...sample, best: sampler.best, bytes })}\n`);
