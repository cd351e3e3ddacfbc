import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const python = process.env['TTR_PYTHON'] ?? 'python3';
const found = ['optax', 'torch', 'importlib.util as u; u.find_spec("timm").origin'].every(
  (module) => spawnSync(python, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0,
);
const skip = found
  ? false
  : `${python} lacks optax, torch or timm; set TTR_PYTHON to one that has them`;

interface Vectors {
  readonly methods: Record<string, Record<string, Record<string, number[]>>>;
  readonly schedules: Record<string, Record<string, number>>;
}

/** Every number with its place, such as `adam 10 params 3`. */
const numbersIn = ({ methods, schedules }: Vectors): Map<string, number> => {
  const found = new Map<string, number>();
  for (const [method, steps] of Object.entries(methods))
    for (const [step, shown] of Object.entries(steps))
      for (const [what, row] of Object.entries(shown))
        row.forEach((value, i) => found.set(`${method} ${step} ${what} ${i}`, value));
  for (const [schedule, values] of Object.entries(schedules))
    for (const [step, value] of Object.entries(values)) found.set(`${schedule} ${step}`, value);
  return found;
};

test(
  'the stored steps of the rules are what optax, timm, torch and the formulas give in float64',
  { skip },
  () => {
    const script = fileURLToPath(new URL('rules_vectors.py', import.meta.url));
    const { stdout, stderr, status } = spawnSync(python, [script], {
      encoding: 'utf8',
      maxBuffer: 2 ** 24,
    });
    assert.equal(status, 0, stderr);
    const file = readFileSync(new URL('../unit/optim/rules-vectors.json', import.meta.url), 'utf8');
    const stored = numbersIn(JSON.parse(file) as Vectors);
    const computed = numbersIn(JSON.parse(stdout) as Vectors);
    assert.deepEqual([...computed.keys()], [...stored.keys()]);
    for (const [place, value] of computed)
      assert.ok(Math.abs(value - stored.get(place)!) < 1e-6, `${place} is ${value}`);
  },
);
