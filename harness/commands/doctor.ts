/** `ttr doctor`: engines, machine, sandbox, and what would disturb a measurement. */
import { allFacts } from '../record/machine.ts';
import type { TtrCommand } from './command.ts';
import { jsonOption } from './options.ts';
import { show } from './show.ts';
import { table } from './table.ts';

export const doctor: TtrCommand<{ json?: boolean }> = {
  usage: 'doctor',
  about: 'show engines, machine and sandbox, and what would disturb a measurement',
  options: [jsonOption()],
  examples: ['doctor', 'doctor --json'],
  async act(session, { json }) {
    const found = await examine();
    show(session, json, found, () => examinationText(found));
  },
};

/** The findings as data. */
async function examine() {
  const [{ bestEngine, engineStates }, { disturbances }, { findSandboxTools }] = await Promise.all([
    import('../engine/doctor.ts'),
    import('../machine/disturbances.ts'),
    import('../run/sandbox.ts'),
  ]);
  const { machineOf } = await import('../machine/facts.ts');
  const { physicalCpus } = await import('../machine/slots.ts');
  const { readCpu } = await import('../machine/cpu-account.ts');
  const slots = physicalCpus();
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
    {
      what: 'trainers stand still while they are judged (SIGSTOP)',
      holds: process.platform !== 'win32',
    },
    {
      what: 'others’ share of a CPU is told, and not billed (schedstat)',
      holds: readCpu(process.pid, slots) !== undefined,
    },
  ];
  return {
    engines,
    machine: machineOf(best),
    slots,
    sandbox,
    disturbances: disturbed,
  };
}

/** The findings as text. */
function examinationText({
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
    table(['fact', 'value'], Object.entries(allFacts(machine))),
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
