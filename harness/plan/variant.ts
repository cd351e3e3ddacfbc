/** A variant is its workload with other model options: `image_resnet_gelu` is `gelu` of `image_resnet`. */
import type { Model, Target, Workload } from '#spec';

/** The variant's name, or undefined for the base workload. */
export const variantOf = (base: string, id: string): string | undefined =>
  id === base ? undefined : id.slice(base.length + 1);

/** All workload names that a folder offers: the base and its variants. */
export const idsOf = (base: string, workload: Pick<Workload, 'variants'>): string[] => [
  base,
  ...Object.keys(workload.variants).map((variant) => `${base}_${variant}`),
];

/** The model of the base workload or of a variant. */
export function modelOf(workload: Workload, variant: string | undefined): Model {
  return workload.model({
    ...workload.options,
    ...(variant === undefined ? {} : workload.variants[variant]),
  });
}

/** Target and step hint of the base workload or of a variant. */
export function targetOf(
  workload: Pick<Workload, 'title' | 'targets'>,
  variant: string | undefined,
): Target {
  const name = variant ?? 'base';
  const target = workload.targets[name];
  if (target === undefined)
    throw new Error(
      `The targets.json of "${workload.title}" has no entry "${name}", only: ${Object.keys(workload.targets).join(', ')}. Set it: npx ttr targets.`,
    );
  return target;
}
