/** Prepares the bytes recipe in a process of its own: name, integrity, root, repeats. */
import { prepareData } from '../../../harness/data/prepare.ts';
import { bytesRecipe } from './bytes-recipe.ts';

// Without a listener the signal ends the process before the failed write is seen.
process.on('SIGXFSZ', () => undefined);

const [name, integrity, root, repeats = '1'] = process.argv.slice(2) as [string, string, string];
const recipe = bytesRecipe(name, integrity, Number(repeats));
const { hash } = await prepareData(recipe, { root });
process.stdout.write(hash);
