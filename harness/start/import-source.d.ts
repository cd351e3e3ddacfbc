/** The module in this TypeScript file (absolute path) of the project at `root`, from a bundle that is as new as its sources. */
export function importSource(root: string, file: string): Promise<object>;
