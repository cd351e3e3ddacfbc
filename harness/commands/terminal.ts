/** What a command writes to; only cli.ts makes one. */
export interface Terminal {
  /** Results: standard output. */
  print(text: string): void;
  /** What is going on: a line on standard error that the next one replaces. Nothing when it is no terminal. */
  status(text: string): void;
  /** Something worth keeping in view, on standard error. */
  note(text: string): void;
}
