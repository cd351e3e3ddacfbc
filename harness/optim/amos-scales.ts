/** What Amos expects of a trained tensor: its size by role, and how long it takes to get there. */
import type { Role, Task } from '#spec';

type Parameter = Task['parameters'][string];

const product = (shape: readonly number[]): number => shape.reduce((n, size) => n * size, 1);

/** The shape that statistics are reduced to: rows of an embedding keep their own, other tensors share one number. */
export const reducedShape = ({ shape, role }: Parameter): number[] =>
  role === 'embedding' ? shape.map((size, axis) => (axis === 0 ? size : 1)) : shape.map(() => 1);

/** s, the root of how many numbers share a statistic. */
export const sharedRoot = (parameter: Parameter): number =>
  Math.sqrt(product(parameter.shape) / product(reducedShape(parameter)));

/** tau = q ln(s (1 + q)^2) with q = sqrt(1 - 1/s). */
export const timeConstant = (s: number): number => {
  const q = Math.sqrt(1 - 1 / s);
  return q * Math.log(s * (1 + q) ** 2);
};

const fanIn = ({ shape }: Parameter): number => product(shape.slice(0, -1));

const sizes: Readonly<Record<Role, (parameter: Parameter) => number>> = {
  weight: ({ shape }) => Math.sqrt(2 / (shape[0] ?? 1)),
  convWeight: (parameter) => Math.sqrt(1 / fanIn(parameter)),
  bias: () => 0.5,
  embedding: () => 1,
  normScale: () => 1,
  normBias: () => 0.5,
  attentionQuery: ({ shape }) => Math.sqrt(1 / (shape[0] ?? 1)),
  attentionKey: ({ shape }) => Math.sqrt(1 / (shape[0] ?? 1)),
  attentionValue: ({ shape }) => Math.sqrt(1 / (shape[0] ?? 1)),
  attentionQkv: ({ shape }) => Math.sqrt(1 / (shape[0] ?? 1)),
  attentionOut: (parameter) => Math.sqrt(1 / fanIn(parameter)),
  attentionBias: () => 0.5,
};

/** The root mean square that a trained tensor is expected to have; `override` stands for weights, biases and embeddings. */
export const expectedSize = (parameter: Parameter, override?: number): number =>
  override !== undefined && ['weight', 'bias', 'embedding'].includes(parameter.role)
    ? override
    : sizes[parameter.role](parameter);

/** Step size relative to a tensor's size that converges in `converge` of a run of T steps with this share of warmup. */
export const amosRate = (
  task: Pick<Task, 'parameters'>,
  { converge, warmup, horizon }: { converge: number; warmup: number; horizon: number },
): number => {
  const s = Math.max(...Object.values(task.parameters).map(sharedRoot));
  const steps = converge * (horizon - (2 / 3) * warmup * horizon);
  return Math.sqrt((2 * (timeConstant(s) + Math.SQRT2 - 1)) / steps);
};
