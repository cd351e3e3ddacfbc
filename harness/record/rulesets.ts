/** The two tuning rulesets as data (after AlgoPerf: Dahl et al. 2023, section 4.4; budgets as in its documentation). */

export type Ruleset = 'external' | 'self-tuning';

export interface RulesetNumbers {
  readonly studies: number;
  readonly trials: number;
  /** A trial's budget in multiples of the step hint. */
  readonly budget: number;
}

/** No budget is shorter: a model of microseconds spends its first steps in the JIT compiler. */
export const leastBudgetSeconds = 2;

export const rulesets: Readonly<Record<Ruleset, RulesetNumbers>> = {
  external: { studies: 3, trials: 5, budget: 4 / 3 },
  'self-tuning': { studies: 3, trials: 1, budget: 2 },
};
