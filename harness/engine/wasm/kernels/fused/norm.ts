/** Batch, instance and layer norm. Residuals are mean and 1 / standard deviation. */
import { size, type Heap, type Info } from '../../heap.ts';
import { kernel, type Kernel, type KernelList } from '../../kernel.ts';

interface Forward {
  readonly x: Info;
  readonly scale: Info;
  readonly bias: Info;
}
interface Backward extends Forward {
  readonly dy: Info;
  /** Mean, and 1 / standard deviation. */
  readonly residual0: Info;
  readonly residual1: Info;
}
interface Epsilon {
  readonly epsilon: number;
}

export const normKernels: KernelList = (heap) => [
  ...channelNorm(heap, 'TtrBatchNorm', () => 1),
  ...channelNorm(heap, 'TtrInstanceNorm', ({ shape }) => shape[0]!),
  kernel<Forward, Epsilon>('TtrLayerNorm', ({ x, scale, bias }, { epsilon }) => {
    const channels = x.shape.at(-1)!;
    const rows = size(x.shape) / channels;
    const [y, mean, inverseStd] = [heap.output(x.shape), heap.output([rows]), heap.output([rows])];
    const given = [x, scale, bias].map((t) => heap.at(t)) as [number, number, number];
    const made = [y, mean, inverseStd].map((t) => heap.at(t)) as [number, number, number];
    heap.kernels.layerNorm(...given, ...made, rows, channels, epsilon);
    return [y, mean, inverseStd];
  }),
  kernel<Backward>('TtrLayerNormGrad', (inputs) => {
    const { at, dx, dscale, dbias, sums, channels } = gradients(heap, inputs);
    const rows = size(inputs.x.shape) / channels;
    heap.kernels.layerNormGrad(...at, sums, rows, channels);
    return [dx, dscale, dbias];
  }),
];

/** Normalization over the rows of each group, and its gradient. */
function channelNorm(heap: Heap, name: string, groupsOf: (x: Info) => number): Kernel[] {
  return [
    kernel<Forward, Epsilon>(name, ({ x, scale, bias }, { epsilon }) => {
      const [groups, channels] = [groupsOf(x), x.shape.at(-1)!];
      const rows = size(x.shape) / (groups * channels);
      const y = heap.output(x.shape);
      const [mean, inverseStd] = [heap.output([groups, channels]), heap.output([groups, channels])];
      const given = [x, scale, bias].map((t) => heap.at(t)) as [number, number, number];
      const made = [y, mean, inverseStd].map((t) => heap.at(t)) as [number, number, number];
      heap.kernels.channelNorm(...given, ...made, groups, rows, channels, epsilon);
      return [y, mean, inverseStd];
    }),
    kernel<Backward>(`${name}Grad`, (inputs) => {
      const { at, dx, dscale, dbias, sums, channels } = gradients(heap, inputs);
      const groups = groupsOf(inputs.x);
      const rows = size(inputs.x.shape) / (groups * channels);
      heap.kernels.channelNormGrad(...at, sums, groups, rows, channels);
      return [dx, dscale, dbias];
    }),
  ];
}

type Addresses = [number, number, number, number, number, number, number, number];

/** Outputs of a norm's gradient, and all addresses in the order of the kernel's parameters. */
function gradients(heap: Heap, { x, dy, scale, residual0, residual1 }: Backward) {
  const channels = x.shape.at(-1)!;
  const dx = heap.output(x.shape);
  const [dscale, dbias] = [heap.output([channels]), heap.output([channels])];
  const sums = heap.scratch(8 * channels);
  const at = [x, dy, scale, residual0, residual1, dx, dscale, dbias].map((t) => heap.at(t));
  return { at: at as Addresses, dx, dscale, dbias, sums, channels };
}
