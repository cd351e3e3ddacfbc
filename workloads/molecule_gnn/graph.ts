/** A molecule as a graph: heavy atoms and bonds, each described by a few small whole numbers. */
import type { Molecule } from 'openchemlib';

export interface Graph {
  /** One row of `atomFeatures` for each atom. */
  readonly atoms: readonly (readonly number[])[];
  /** Two atoms, then one row of `bondFeatures`. */
  readonly bonds: readonly (readonly number[])[];
}

/** Atomic numbers told apart: C N O F P S Cl Br I; the last place is for all others. */
const elements = [6, 7, 8, 9, 15, 16, 17, 35, 53];

/** Number of values of each feature; a feature's values are 0, 1, ... */
export const atomFeatures = {
  element: elements.length + 1,
  neighbours: 6,
  charge: 3,
  hydrogens: 5,
  aromatic: 2,
  ring: 2,
};
export const bondFeatures = { order: 4, ring: 2 };

/** Numbers in a row of `Graph.atoms`, and of `Graph.bonds`. */
export const atomWidth = Object.keys(atomFeatures).length;
export const bondWidth = 2 + Object.keys(bondFeatures).length;

/** The molecule must have its helper arrays (rings). */
export function graphOf(molecule: Molecule): Graph {
  const [atoms, bonds] = [molecule.getAtoms(), molecule.getBonds()];
  return {
    atoms: Array.from({ length: atoms }, (_, i) => describeAtom(molecule, i)),
    bonds: Array.from({ length: bonds }, (_, i) => [
      molecule.getBondAtom(0, i),
      molecule.getBondAtom(1, i),
      molecule.isAromaticBond(i) ? 3 : Math.min(molecule.getBondOrder(i), 3) - 1,
      Number(molecule.isRingBond(i)),
    ]),
  };
}

function describeAtom(molecule: Molecule, atom: number): number[] {
  const element = elements.indexOf(molecule.getAtomicNo(atom));
  return [
    element < 0 ? elements.length : element,
    Math.min(molecule.getConnAtoms(atom), atomFeatures.neighbours - 1),
    Math.sign(molecule.getAtomCharge(atom)) + 1,
    Math.min(molecule.getAllHydrogens(atom), atomFeatures.hydrogens - 1),
    Number(molecule.isAromaticAtom(atom)),
    Number(molecule.isRingAtom(atom)),
  ];
}
