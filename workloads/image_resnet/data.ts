/** Images of clothes in ten classes, as `image_vit` has them: see the recipe. */
export { classes, default } from '../shared/fashion-mnist/data.ts';
