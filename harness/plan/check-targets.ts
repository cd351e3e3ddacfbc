/** Says what is wrong with a targets.json, before compute is spent on it. */
import type { Target } from '#spec';

const fields = ['validation', 'test', 'stepHint'] as const satisfies readonly (keyof Target)[];

const isGood = (field: keyof Target, value: unknown): boolean =>
  field === 'stepHint' ? Number.isInteger(value) && Number(value) >= 1 : Number.isFinite(value);

/** Throws with the first entry of workloads/<base>/targets.json that is no target. Which entries there are is not asked. */
export function checkTargets(base: string, targets: object): void {
  const entries = Object.entries(targets) as [string, Readonly<Record<string, unknown>> | null][];
  for (const [name, target] of entries) {
    for (const field of fields) {
      const value = target?.[field];
      if (isGood(field, value)) continue;
      const found = value === undefined ? 'nothing' : JSON.stringify(value);
      const wanted = field === 'stepHint' ? 'a whole number from 1 on' : 'a finite number';
      throw new Error(
        `workloads/${base}/targets.json has ${found} for "${name}".${field}; it must be ${wanted}. Take the file from git, or put a number there and set the target again: npx ttr targets ${base}.`,
      );
    }
  }
}
