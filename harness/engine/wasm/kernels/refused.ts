/** Kernels of the backend that give wrong numbers without a word, and that no workload needs: calling one is an error. */
import { type KernelList, refusal } from '../kernel.ts';

export const refusedKernels: KernelList = () => [
  refusal(
    'MaxPoolWithArgmax',
    'the backend returns 1.18e-38 for windows without a positive value. Use maxPool.',
  ),
  ...['Dilation2D', 'Dilation2DBackpropInput', 'Dilation2DBackpropFilter'].map((name) =>
    refusal(name, 'the backend is wrong for windows without a positive value. Use maxPool.'),
  ),
  refusal(
    'MaxPool3D',
    'the backend returns 1.18e-38 for windows without a positive value. Use 2-D pooling.',
  ),
  refusal(
    'MaxPool3DGrad',
    'the backend is wrong for windows without a positive value. Use 2-D pooling.',
  ),
  refusal(
    'Conv3DBackpropInputV2',
    "the backend's input gradient of conv3d is wrong. Use 2-D convolutions.",
  ),
];
