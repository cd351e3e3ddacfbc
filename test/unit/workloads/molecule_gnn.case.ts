/** Gradient cases of molecule_gnn: six small molecules with made-up measurements. */
import * as tf from '@tensorflow/tfjs';
import type { Table } from '#spec';
import workload from '../../../workloads/molecule_gnn/workload.ts';
import type { GradientCase } from './gradient-case.ts';

/** Ethanol, aspirin, caffeine, a zwitterion with a rare element, chlorobenzene, and methane: one atom, no bond. */
const measured = `smiles,CMPD_CHEMBLID,CYP3A4,hERG_pIC50
CCO,A,4.0,NA
CC(=O)Oc1ccccc1C(=O)O,B,NA,6.2
Cn1cnc2c1c(=O)n(C)c(=O)n2C,C,5.0,5.9
[NH3+]CC([Se]C)C(=O)[O-],D,6.5,4
Clc1ccccc1,E,NA,5
C,F,5.5,NA
`;

export async function sixMolecules(): Promise<Table> {
  const name = '@datagrok/chem/files/demo_files/mmp_demo.csv';
  const tables = await workload.data.convert(new Map([[name, new TextEncoder().encode(measured)]]));
  return tables.test;
}

export async function cases(): Promise<GradientCase[]> {
  const table = await sixMolecules();
  const indices = Array.from({ length: table.size }, (_, i) => i);
  return ['base', ...Object.keys(workload.variants)].map((variant) => {
    const options = { ...workload.options, ...workload.variants[variant] };
    return {
      workload: 'molecule_gnn',
      variant,
      options,
      model: workload.model(options),
      labelSmoothing: 0.1,
      batch: () => ({
        size: table.size,
        tensors: tf.tidy(() => workload.data.tensors(table, indices)),
      }),
    };
  });
}
