/** `ttr doctor`: engines, machine, sandbox, and what would disturb a measurement. */
import { disturbances } from '../machine/disturbances.ts';
import { bestEngine, engineStates } from '../engine/doctor.ts';
import { machineOf } from '../machine/facts.ts';
import { findSandboxTools } from '../run/sandbox.ts';
import { physicalCpus } from '../machine/slots.ts';
import { table } from './table.ts';

/** The findings as data. */
export async function examine() {
  const [engines, disturbed, tools, best] = await Promise.all([
    engineStates(),
    disturbances(),
    findSandboxTools(),
    bestEngine(),
  ]);
  const sandbox = [
    { what: 'trials are pinned to a CPU (taskset)', holds: tools.pin },
    { what: 'trainers have no network (unshare)', holds: tools.offline !== undefined },
    { what: 'trainers die with their referee (setpriv)', holds: tools.orphans },
  ];
  return {
    engines,
    machine: machineOf(best),
    slots: physicalCpus(),
    sandbox,
    disturbances: disturbed,
  };
}

/** The findings as text. */
export function examinationText({
  engines,
  machine,
  slots,
  sandbox,
  disturbances: disturbed,
}: Awaited<ReturnType<typeof examine>>): string {
  return [
    'Engines',
    table(
      ['name', 'state', 'detail', 'what to do'],
      engines.map((e) => [e.name, e.state, e.detail, e.advice]),
    ),
    '',
    `Machine ${machine.fingerprint}`,
    table(['fact', 'value'], Object.entries(machine.facts)),
    '',
    `Slots for trials: CPU ${slots.join(', ')}`,
    ...sandbox.map(({ what, holds }) => `  ${holds ? 'yes' : 'NO '}  ${what}`),
    '',
    disturbed.length === 0
      ? 'Nothing found that would disturb a measurement.'
      : 'What would disturb a measurement now',
    ...disturbed.map(({ what, advice }) => `  ${what}: ${advice}`),
  ].join('\n');
}
