/** Names of submissions and workloads: lower case, digits and underscores, as folders and results carry them. */
const allowed = /^[a-z][a-z0-9_]*$/;

/** Throws when a new submission or workload cannot have that name. */
export function checkNewName(kind: 'submission' | 'workload', name: string): void {
  if (!allowed.test(name))
    throw new Error(
      `"${name}" cannot be a ${kind}'s name. Use lower-case letters, digits and underscores, a letter first, such as my_${kind === 'submission' ? 'method' : 'task'}.`,
    );
}

/** A title to begin with: the name in words. */
export const titleOf = (name: string): string => {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
