import { testGradientsOn } from './gradients-on.ts';

await testGradientsOn('tensorflow');
