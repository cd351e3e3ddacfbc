/** The module in this TypeScript file (absolute path) of the project at `root`, from a bundle that is as new as its sources. */
export function importSource(root: string, file: string): Promise<object>;
/** What a file has as long as its content is the same; `absent` where there is none. */
export function stampOf(file: string): string;
