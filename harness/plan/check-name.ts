/** Names of submissions and workloads: lower case, digits and underscores, as folders, results and tables carry them. */
const allowed = /^[a-z][a-z0-9_]{0,63}$/;

/** What is wrong with a folder's name; undefined when nothing is. */
export const checkName = (kind: 'submission' | 'workload', name: string): string | undefined =>
  allowed.test(name)
    ? undefined
    : `"${name}" cannot be a ${kind}'s name. Use at most 64 lower-case letters, digits and underscores, a letter first, such as my_${kind}.`;
