/** What a command said. */
import assert from 'node:assert/strict';
import type { TemporaryProject } from '../temporary-project.ts';

export interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command that must succeed. */
export async function said({ ttr }: TemporaryProject, args: readonly string[]): Promise<Said> {
  const { exitCode, stdout, stderr } = await ttr(args);
  assert.equal(exitCode, 0, stderr);
  return { stdout, stderr };
}

/** The JSON that a command printed. */
export const json = async (project: TemporaryProject, args: readonly string[]): Promise<unknown> =>
  JSON.parse((await said(project, [...args, '--json'])).stdout) as unknown;

/** Runs a command that must fail, and returns what it said of that. */
export async function refused({ ttr }: TemporaryProject, args: readonly string[]) {
  const { exitCode, stdout, stderr } = await ttr(args);
  assert.equal(exitCode, 1, stdout);
  return stderr;
}

/** The cells of a table's lines: at least two spaces part them. */
export const cells = (text: string): string[][] =>
  text.split('\n').map((line) => line.trim().split(/ {2,}/));

/** Numbers that differ from run to run. */
export const seconds = /^\d+\.\d+$/;
