/** Learning rates of their own for chosen parameters. */
import type { Role, Task } from '#spec';
import { scale } from './params.ts';
import { stateless, type Transform } from './transform.ts';

/** Updates times a factor that depends on the path. Factors of 1 cost nothing. */
export const scaleByPath = (factor: (path: string) => number): Transform =>
  stateless((updates) => {
    const changed = Object.entries(updates).filter(([path]) => factor(path) !== 1);
    const scaled = changed.map(([path, x]) => [path, scale({ x }, factor(path))['x']!] as const);
    return { ...updates, ...Object.fromEntries(scaled) };
  });

/** Updates times the factor of their parameter's role; 1 for roles not named. */
export const scaleByRole = (
  task: Pick<Task, 'parameters'>,
  factors: Readonly<Partial<Record<Role, number>>>,
): Transform =>
  scaleByPath((path) => {
    const role = task.parameters[path]?.role;
    return role === undefined ? 1 : (factors[role] ?? 1);
  });
