/** Reads workloads: their facts without their code where these are kept, their code where it is needed. */
import { pathToFileURL } from 'node:url';
import type { PackagePin, Workload } from '#spec';
import { factsOf, type WorkloadFacts } from '../plan/workload-facts.ts';
import { bundleWorkload } from './bundle.ts';
import { keptBySources } from './kept-by-sources.ts';

const importFrom = async (file: string, name: string): Promise<Workload> => {
  const module = (await import(pathToFileURL(file).href).catch((error: unknown) => {
    const { message } = error as Error;
    throw new Error(`workloads/${name}/workload.ts cannot be loaded: ${message}`, { cause: error });
  })) as { default?: Workload };
  if (module.default === undefined)
    throw new Error(`workloads/${name}/workload.ts has no default export.`);
  return module.default;
};

/** The workload itself. Workloads are the project's own code; submissions are never loaded here. */
export async function loadWorkload(root: string, name: string): Promise<Workload> {
  const { bundle } = await bundleWorkload(root, name);
  return importFrom(bundle.file, name);
}

/** A pin whose pattern is text, as JSON keeps it. */
type KeptPin = Omit<PackagePin, 'files'> & { readonly files: string };
type KeptFacts = Omit<WorkloadFacts, 'data'> & {
  readonly data: Omit<WorkloadFacts['data'], 'packages'> & { readonly packages: KeptPin[] };
};

/** Facts of a workload's folder; its code is loaded once for each state of its sources. */
export async function workloadFacts(root: string, name: string): Promise<WorkloadFacts> {
  const kept = await keptBySources<KeptFacts>(
    { root, label: `workload-${name}`, revision: 1 },
    async () => {
      const { bundle, sources } = await bundleWorkload(root, name);
      const facts = factsOf(await importFrom(bundle.file, name));
      const packages = facts.data.packages.map((pin) => ({ ...pin, files: pin.files.source }));
      return { value: { ...facts, data: { ...facts.data, packages } }, sources };
    },
  );
  const packages = kept.data.packages.map((pin) => ({ ...pin, files: new RegExp(pin.files) }));
  return { ...kept, data: { ...kept.data, packages } };
}
