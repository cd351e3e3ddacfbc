/** Images of clothes in ten classes, as `image_resnet` has them: see the recipe. */
export { classes, default, imageSize } from '../shared/fashion-mnist/data.ts';
