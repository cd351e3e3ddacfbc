/** A case as tables and `--filter` name it. */
export const labelOf = ({
  group,
  name,
}: {
  readonly group: string;
  readonly name: string;
}): string => `${group}: ${name}`;
