/** Opens the engine named in argv[2] and prints its name and a product computed on it. */
import * as tf from '@tensorflow/tfjs';
import { openEngine } from '../../../harness/engine/engine.ts';
import type { EngineName } from '../../../harness/record/machine.ts';

const engine = await openEngine(process.argv[2] as EngineName, { threads: 1 });
const product = tf.dot([1, 2, 3], [4, 5, 6]).dataSync()[0]!;
engine.fence();
process.stdout.write(`${engine.name} ${product}\n`);
