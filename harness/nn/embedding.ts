import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/** Rows of a table: table [V, D], ids int32 [...] in [0, V) -> [..., D]. */
export const embedding = (table: Tensor, ids: Tensor): Tensor => tf.gather(table, ids);
