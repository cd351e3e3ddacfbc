import type { Session } from './command.ts';

/** Prints what a command found: as JSON where that was asked for, or else in words. */
export function show(
  { terminal }: Session,
  json: boolean | undefined,
  data: unknown,
  text: () => string,
): void {
  terminal.print(json === true ? JSON.stringify(data, null, 2) : text());
}
