/**
 * What we call of the AssemblyScript compiler. tsconfig.json names this file in the place of the compiler's own types, which
 * declare globals for the whole project: `i32`, `max`, and an `Array.at` that never returns undefined.
 */
export interface CompilerHost {
  readFile(name: string): Promise<string | null>;
  writeFile(name: string, contents: string | Uint8Array): void;
  listFiles(): readonly string[];
  readonly stderr: { write(text: unknown): void };
}

/** Compiles with the command line's arguments; resolves, with an error, where compilation fails too. */
export function main(
  args: readonly string[],
  host: CompilerHost,
): Promise<{ readonly error: Error | null }>;
