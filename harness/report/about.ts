/** What a page says that results do not hold. */
import type { Ruleset } from '../record/rulesets.ts';

/** What a submission says about itself. */
export interface About {
  readonly title: string;
  readonly authors: readonly string[];
  readonly reference: string;
}

/** The page of another ruleset. */
export interface SeeAlso {
  readonly ruleset: Ruleset;
  /** Address relative to this page. */
  readonly href: string;
}
