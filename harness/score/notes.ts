/** What a reader must know beside the numbers. */
import type { TrialResult } from '../record/result.ts';
import type { Resolved } from '../record/resolve.ts';
import type { Problem } from '../record/problem.ts';
import { goalpost, type Analysis } from './analysis.ts';
import { crossing } from './crossing.ts';
import { defaultClock, type ClockName } from './clock-names.ts';
import { unlikeRest } from './unlike-rest.ts';
import { slowed, slowness } from './yardstick.ts';
import { oneTrialAStudy, type TableRuleset } from './rulesets.ts';
import type { CellSummary, LeaveOneOut, Note } from './summary.ts';

export function notesOf(input: {
  readonly analysis: Analysis;
  readonly ruleset: TableRuleset;
  readonly cells: readonly CellSummary[];
  readonly leaveOneOut: readonly LeaveOneOut[];
  readonly resolved: Resolved;
  readonly problems: readonly Problem[];
  readonly clock: ClockName;
}): Note[] {
  return [
    ...onOtherClock(input.clock),
    ...sharedTable(input.analysis, input.ruleset),
    ...input.problems.map(({ path, reason }): Note => ({
      kind: 'problem',
      text: `${path} ${reason}`,
    })),
    ...input.resolved.notes,
    ...missingCells(input.cells),
    ...missingTrials(input.cells),
    ...gates(input.cells),
    ...decisions(input.leaveOneOut),
    ...aboutTrials(input.analysis),
    ...slowedTrials(input.analysis),
    ...unlikeRest(input.analysis.field.cells.flat(2)),
  ];
}

const clockWords: Readonly<Record<ClockName, string>> = {
  clear: 'clear seconds: wall time less what others had of the CPU',
  wall: 'wall seconds, what others had of the CPU included',
  yardstick: 'clear seconds over how slow the CPU was just then, by the cost of evaluations',
};

const onOtherClock = (clock: ClockName): Note[] =>
  clock === defaultClock ? [] : [{ kind: 'clock', text: `Times are ${clockWords[clock]}.` }];

/** Trials whose CPU was slower than in others of their workload, for a reason that no counter shows. */
function slowedTrials({ field }: Analysis): Note[] {
  const slow = slowness(field.cells.flat(2));
  return [...slow].flatMap(([trial, factor]) =>
    factor <= slowed.marked
      ? []
      : [
          {
            kind: 'slowed',
            text: `${nameOf(trial)} had a CPU ${percent(factor)} slower than when it is quiet, by what its evaluations cost.`,
          },
        ],
  );
}

const percent = (factor: number): string => `${(100 * (factor - 1)).toFixed(0)} %`;

function sharedTable({ field }: Analysis, ruleset: TableRuleset): Note[] {
  if (ruleset !== 'both') return [];
  const why = oneTrialAStudy(field.cells.flat(2))
    ? 'here every submission had one trial a study, so none was tuned by trials'
    : 'here both were asked for in one table, although some submissions had several trials a study to tune with';
  return [
    { kind: 'ruleset', text: `AlgoPerf keeps external and self-tuning submissions apart; ${why}.` },
  ];
}

/** Submissions without any result on a scored workload, and studies of unequal number. */
function missingCells(cells: readonly CellSummary[]): Note[] {
  const most = Math.max(...cells.map(({ studies }) => studies.length));
  return cells
    .filter(({ studies }) => studies.length < most)
    .map(({ submission, workload, studies }) => ({
      kind: 'missing',
      text:
        studies.length === 0
          ? `${submission} has no results on ${workload}, which counts as missed.`
          : `${submission} has ${studies.length} of ${most} studies on ${workload}; the median is taken over those.`,
    }));
}

/** Submissions whose studies on a workload differ in their number of trials: fewer trials are fewer chances. */
const missingTrials = (cells: readonly CellSummary[]): Note[] =>
  cells.flatMap(({ submission, workload, studies }) => {
    const most = Math.max(...studies.map(({ trials }) => trials));
    const short = studies.filter(({ trials }) => trials < most);
    if (short.length === 0) return [];
    const which = short.map(({ study, trials }) => `${trials} in study ${study}`).join(', ');
    const text = `${submission} on ${workload} has ${most} trials a study, but ${which}.`;
    return [{ kind: 'missing', text }];
  });

const gates = (cells: readonly CellSummary[]): Note[] =>
  cells
    .filter(({ gatedBy }) => gatedBy.length > 0)
    .map(({ submission, workload, gatedBy }) => ({
      kind: 'gate',
      text: `${submission} loses ${workload} through ${gatedBy.join(', ')}.`,
    }));

const decisions = (table: readonly LeaveOneOut[]): Note[] =>
  table.flatMap(({ without, decides }) =>
    decides.map(({ ahead, behind, places, through, alone }) => ({
      kind: 'decides',
      text:
        `Places ${places[0]} and ${places[1]} (${ahead}, ${behind}) depend on ${without} ` +
        `through ${through.join(alone ? ' or ' : ' and ')}.`,
    })),
  );

/** Trials that were disturbed, ended early, or whose outcome contradicts their own evaluations. */
function aboutTrials({ field }: Analysis): Note[] {
  return field.cells.flatMap((studies, cell) => {
    const column = field.workloads[cell % field.workloads.length]!;
    return studies.flat().flatMap((trial): Note[] => {
      const { outcome, origin } = trial;
      const notes: Note[] = [];
      const hit = crossing(trial, goalpost(column), 'first');
      const seconds = outcome.status === 'reached' ? outcome.seconds : undefined;
      if (seconds !== hit?.seconds) {
        const says = seconds === undefined ? outcome.status : `reached after ${seconds} s`;
        const shows = hit === undefined ? 'never' : `after ${hit.seconds} s`;
        const text = `${nameOf(trial)} says "${says}", but its evaluations reach the target ${shows}; they count.`;
        notes.push({ kind: 'problem', text });
      }
      if (outcome.status === 'stopped') {
        notes.push({
          kind: 'stopped',
          text: `${nameOf(trial)} was ended early: ${outcome.reason}.`,
        });
      }
      if (origin.kind === 'measured' && origin.noise.disturbed.length > 0) {
        const text = `${nameOf(trial)} was disturbed: ${origin.noise.disturbed.join(', ')}.`;
        notes.push({ kind: 'disturbed', text });
      }
      if (origin.kind === 'imported' && origin.resumed !== undefined)
        notes.push({ kind: 'resumed', text: `${nameOf(trial)} ${resumedText(origin.resumed)}` });
      return notes;
    });
  });
}

const nameOf = ({ plan }: TrialResult): string =>
  `${plan.submission} on ${plan.workload}, study ${plan.study}, trial ${plan.trial}`;

function resumedText({ times, droppedRows }: { times: number; droppedRows: number }): string {
  const often = times === 1 ? 'once' : `${times} times`;
  const rows = droppedRows === 0 ? '' : `; ${droppedRows} evaluations made twice count once`;
  return `was preempted and went on from a checkpoint ${often}${rows}.`;
}
