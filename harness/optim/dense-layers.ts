/** Dense layers, found among parameters that carry roles but no names. */
import type { Task } from '#spec';

/** Paths of a weight [I, O] and of the bias [O] that is added to what it gives. */
export interface DenseLayer {
  readonly weight: string;
  readonly bias: string;
}

/**
 * Every weight that is directly followed by a bias of its outputs, in the model's order. Of a recurrent layer this is the
 * recurrent weight: its bias is added to the same sum.
 */
export const denseLayers = (task: Pick<Task, 'parameters'>): DenseLayer[] => {
  const all = Object.entries(task.parameters);
  return all.flatMap(([weight, { role, shape }], i) => {
    const [bias, next] = all[i + 1] ?? [];
    const follows = next?.role === 'bias' && next.shape.length === 1 && next.shape[0] === shape[1];
    return role === 'weight' && shape.length === 2 && follows ? [{ weight, bias: bias! }] : [];
  });
};
