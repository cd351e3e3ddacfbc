/** The fixture's study-level times as trial results: one trial a study, or two where the fastest hits at a later evaluation. */
import { readFileSync } from 'node:fs';
import { schemaVersion, type TrialResult } from '../../harness/record/result.ts';
import type { Ruleset } from '../../harness/record/rulesets.ts';

type StudySeconds = number | null | readonly [number, number];
interface Golden {
  readonly baseWorkloads: readonly string[];
  readonly heldOut: readonly string[];
  readonly published: Readonly<Record<string, number>>;
  readonly closedForm: Readonly<Record<string, number>>;
  readonly ungated: Readonly<Record<string, number>>;
  readonly cells: Readonly<Record<string, Readonly<Record<string, readonly StudySeconds[]>>>>;
}

const file = new URL('algoperf-v05.json', import.meta.url);
export const golden = (
  JSON.parse(readFileSync(file, 'utf8')) as { rulesets: Record<Ruleset, Golden> }
).rulesets;

/** All results of a ruleset, as an import would give them. */
export function goldenResults(ruleset: Ruleset): TrialResult[] {
  const { baseWorkloads, cells } = golden[ruleset];
  return Object.entries(cells).flatMap(([submission, workloads]) =>
    Object.entries(workloads).flatMap(([workload, studies]) => {
      const base = baseWorkloads.find((name) => workload.startsWith(name))!;
      return studies.flatMap((study, i) =>
        trialSeconds(study).map((seconds, trial) =>
          makeTrial({ ruleset, submission, workload, base, study: i + 1, trial, seconds }),
        ),
      );
    }),
  );
}

/** Seconds by trial; each later trial hits one evaluation later. */
const trialSeconds = (study: StudySeconds): readonly (number | null)[] =>
  typeof study === 'number' || study === null ? [study] : study;

function makeTrial(of: {
  readonly ruleset: Ruleset;
  readonly submission: string;
  readonly workload: string;
  readonly base: string;
  readonly study: number;
  readonly trial: number;
  readonly seconds: number | null;
}): TrialResult {
  const { submission, workload, base, study, ruleset, seconds, trial } = of;
  const before = Array.from({ length: trial }, () => ({ seconds: 0, validation: 0 }));
  const hit = seconds === null ? [] : [{ seconds, validation: 1 }];
  return {
    schema: schemaVersion,
    plan: {
      id: '0'.repeat(16),
      suite: 'golden',
      ruleset,
      submission,
      workload,
      base,
      study,
      trial: trial + 1,
      seed: '',
      hyperparameters: {},
      metric: { name: 'quality', goal: 'maximize' },
      target: { validation: 1, test: 1 },
      stepHint: 1,
      until: { kind: 'target', budget: { steps: 1e6, stepSeconds: 1, seconds: 1e6 } },
    },
    origin: { kind: 'imported', from: 'golden' },
    work: { steps: 0, gradientEvaluations: 0, lossEvaluations: 0, examples: 0 },
    evaluations: [...before, ...hit].map((point, step) => ({
      ...point,
      step,
      examples: 0,
      gradientEvaluations: 0,
      metrics: {},
    })),
    outcome:
      seconds === null
        ? { status: 'missed', seconds: 1e6, step: 1 }
        : { status: 'reached', seconds, step: trial, evaluation: trial },
  };
}
