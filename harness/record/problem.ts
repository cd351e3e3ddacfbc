/** A file or folder that could not be used, and why. Problems are listed, never skipped in silence. */
export interface Problem {
  readonly path: string;
  readonly reason: string;
}
