/** What `--filter` leaves of what there is. */

/** Those with this text in their name, in any case; throws when there are none. */
export function filtered<T>(all: readonly T[], text: string, nameOf: (one: T) => string): T[] {
  const wanted = text.toLowerCase();
  const chosen = all.filter((one) => nameOf(one).toLowerCase().includes(wanted));
  if (chosen.length === 0 && all.length > 0)
    throw new Error(`Nothing has "${text}" in its name. There are: ${all.map(nameOf).join('; ')}.`);
  return chosen;
}
