/** Drug-like molecules from ChEMBL and what was measured: how strongly they block the enzyme CYP3A4 and the channel hERG. */
import { createHash } from 'node:crypto';
import { defineData } from '#spec';
import type { Table } from '#spec';
import { batchOfGraphs } from './batch.ts';
import { atomWidth, bondWidth, graphOf, type Graph } from './graph.ts';

/** A molecule counts as active in a task when its pIC50 (-log10 of molar IC50) is at least this. */
const tasks = [
  { column: 'CYP3A4', atLeast: 5 },
  { column: 'CYP3A4', atLeast: 6 },
  { column: 'hERG_pIC50', atLeast: 5 },
  { column: 'hERG_pIC50', atLeast: 6 },
];
export const taskCount = tasks.length;

/** Stands where a molecule was not measured. */
const unknown = -1;

/** Molecules held out from training. */
const sizes = { test: 2000, validation: 2000 };

interface Example {
  readonly graph: Graph;
  /** 1, 0 or unknown for each task. */
  readonly labels: readonly number[];
}

/** Lines are `smiles,id,CYP3A4,hERG_pIC50`, without quotes; NA where nothing was measured. */
function parse(csv: string): { smiles: string; labels: number[] }[] {
  const [header = '', ...lines] = csv.trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const labels = tasks.map(({ column, atLeast }) => {
      const value = Number(cells[names.indexOf(column)]);
      return Number.isNaN(value) ? unknown : Number(value >= atLeast);
    });
    return { smiles: cells[0]!, labels };
  });
}

/** Sorted by a hash of the molecule's text: an order without meaning that does not depend on the file's. */
function shuffled<T extends { readonly smiles: string }>(rows: readonly T[]): T[] {
  const hash = ({ smiles }: T) => createHash('sha256').update(smiles).digest('hex');
  return rows
    .map((row) => ({ row, key: hash(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row);
}

/** Atoms and bonds of all molecules one after another; molecule i has those from `...Start[i]` to `...Start[i + 1]`. */
function table(examples: readonly Example[]): Table {
  const starts = (count: (graph: Graph) => number) => {
    const ends = new Int32Array(examples.length + 1);
    examples.forEach(({ graph }, i) => (ends[i + 1] = ends[i]! + count(graph)));
    return { shape: [], data: ends };
  };
  const rows = (width: number, data: number[]) => ({ shape: [width], data: Uint8Array.from(data) });
  return {
    size: examples.length,
    columns: {
      atomStart: starts(({ atoms }) => atoms.length),
      bondStart: starts(({ bonds }) => bonds.length),
      atoms: rows(
        atomWidth,
        examples.flatMap(({ graph }) => graph.atoms.flat()),
      ),
      bonds: rows(
        bondWidth,
        examples.flatMap(({ graph }) => graph.bonds.flat()),
      ),
      labels: {
        shape: [taskCount],
        data: Int8Array.from(examples.flatMap(({ labels }) => labels)),
      },
    },
  };
}

export default defineData({
  name: 'chembl-activities',
  revision: 1,
  packages: [
    {
      name: '@datagrok/chem',
      version: '1.17.15',
      integrity:
        'sha512-8IvQNHPbcTz5Y+AA5dQ2b0XUw1ca9kL4abdTtzRWiMB9yjJRai/7ueqkilEI9EVU2TAjYOIZktp9YBK+lqw0RA==',
      files: /^files\/demo_files\/mmp_demo\.csv$/,
      licence: 'MIT; data: ChEMBL, CC BY-SA 3.0',
    },
  ],
  async convert(files) {
    // Loaded only for conversion: a trainer never parses a molecule.
    const { Molecule } = await import('openchemlib');
    const csv = new TextDecoder().decode(files.get('@datagrok/chem/files/demo_files/mmp_demo.csv'));
    const examples = shuffled(parse(csv)).map(({ smiles, labels }) => {
      const molecule = Molecule.fromSmiles(smiles, { noCoordinates: true });
      molecule.ensureHelperArrays(Molecule.cHelperRings);
      return { graph: graphOf(molecule), labels };
    });
    const trainFrom = sizes.test + sizes.validation;
    return {
      test: table(examples.slice(0, sizes.test)),
      validation: table(examples.slice(sizes.test, trainFrom)),
      train: table(examples.slice(trainFrom)),
    };
  },
  tensors: batchOfGraphs,
});
