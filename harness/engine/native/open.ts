/** Opens the native engine: libtensorflow behind the kernels of @tensorflow/tfjs-node. */
import { createRequire } from 'node:module';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { engineEnvironment } from '../environment.ts';
import type { Engine } from '../opened-engine.ts';
import { MissingEngine } from '../missing-engine.ts';
import { installKernels } from './install.ts';
import { ownOpsHash } from './own-ops.ts';
import type { NodeBackend } from './ops.ts';
import { buildCommand, nativeState, packageOf, packageVersion, type NativeName } from './home.ts';

/** What we use of the addon itself. */
interface Addon {
  readonly TF_Version: string;
  isUsingGpuDevice(): boolean;
}

type Backend = new (addon: Addon, packageName: string) => NodeBackend;

const require = createRequire(import.meta.url);

/**
 * Loads the addon and registers the backend `tensorflow`. The addon comes first: it tells whether libtensorflow
 * loads and sees a GPU before any kernel is registered. The package's own entry file is left out, because it looks for
 * the addon in node_modules only.
 */
export async function openNative(name: NativeName, threads: number): Promise<Engine> {
  const found = nativeState(name);
  if (found.state === 'absent') throw new MissingEngine(name, found.detail, found.advice);
  if (tf.engine().registryFactory['tensorflow'] !== undefined) {
    throw new Error('A native engine is already open in this process; libtensorflow loads once.');
  }
  Object.assign(process.env, engineEnvironment(name, threads));
  const addon = loadAddon(name, found.addon);
  if (name === 'tensorflow-gpu' && !addon.isUsingGpuDevice()) {
    throw new MissingEngine(
      name,
      'TensorFlow sees no GPU',
      'look for the reason with TF_CPP_MIN_LOG_LEVEL=0, or take --engine tensorflow',
    );
  }
  const packageName = packageOf[name];
  restoreUtil();
  require(`${packageName}/dist/register_all_kernels.js`);
  const { NodeJSKernelBackend } = require(`${packageName}/dist/nodejs_kernel_backend.js`) as {
    NodeJSKernelBackend: Backend;
  };
  const backend = new NodeJSKernelBackend(addon, packageName);
  tf.registerBackend('tensorflow', () => backend, 3);
  await tf.setBackend('tensorflow');
  const own = loadOwnOps(found.ownOps, addon);
  installKernels(backend, own);
  return {
    name,
    facts: {
      tfjs: tf.version_core,
      'tfjs-node': packageVersion(name) ?? '',
      libtensorflow: addon.TF_Version,
      'fused operations': own ? ownOpsHash : 'none',
    },
    fence,
  };
}

function loadAddon(name: NativeName, file: string): Addon {
  try {
    return require(file) as Addon;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    throw new MissingEngine(name, `it does not load: ${reason}`, buildCommand(name, true));
  }
}

/** Makes our operations known to libtensorflow; they compute on the CPU, so a GPU goes without them. */
function loadOwnOps(file: string | undefined, addon: Addon): boolean {
  if (file === undefined || addon.isUsingGpuDevice()) return false;
  require(file);
  return true;
}

/** tfjs-node 4.22.0 calls two functions that Node 23 removed (tensorflow/tfjs#8425, in no release). */
function restoreUtil(): void {
  const old: Record<string, unknown> = util as object as Record<string, unknown>;
  old['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  old['isArray'] ??= (value: unknown) => Array.isArray(value);
}

/** A number computed after all else and read back: on a GPU the copy waits for the stream, on a CPU nothing is queued. */
function fence(): void {
  tf.tidy(() => tf.neg(tf.scalar(1)).dataSync());
}
