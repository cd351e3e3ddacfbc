/** What a submission says about itself. */
export interface About {
  readonly title: string;
  readonly authors: readonly string[];
  /** Paper or page of the method. */
  readonly reference: string;
}
