/** `npm run engine:native`: reads the flags, makes the engine, says what is there afterwards. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { findAddon, nativeHome, type NativeName } from './home.ts';
import { makeNative, type MakeRequest } from './make.ts';
import { probeAddon } from './probe.ts';

interface Flags {
  readonly gpu?: true;
  readonly from?: MakeRequest['from'];
  readonly wheel?: string;
  readonly limit: number;
  readonly force?: true;
}

/** A number of seconds. */
function seconds(text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError(`It takes a number of seconds, not "${text}".`);
}

const program = new Command('npm run engine:native --')
  .description(
    'Makes the native TensorFlow engine and keeps it in the cache, where the next npm ci leaves it alone.',
  )
  .option('--gpu', 'make tensorflow-gpu (CUDA) instead of tensorflow')
  .addOption(
    new Option(
      '--from <route>',
      'official: the package’s own download; wheel: TensorFlow’s Python wheel through pip. Left out: official first, then wheel',
    ).choices(['official', 'wheel']),
  )
  .option(
    '--wheel <path>',
    'a wheel file, or a folder that holds tensorflow/, instead of what pip finds',
  )
  .option('--limit <seconds>', 'time given to the official download', seconds, 180)
  .option('--force', 'build again what is there')
  .addHelpText('after', '\nTTR_CACHE moves the cache, CXX names the C++ compiler.')
  .parse();

async function main(): Promise<void> {
  const { gpu, from, wheel, limit, force } = program.opts<Flags>();
  const name = gpu === true ? 'tensorflow-gpu' : 'tensorflow';
  const started = performance.now();
  const build = await makeNative({
    name,
    from,
    wheel,
    limit,
    force: force === true,
    say: (line) => {
      console.log(`  ${line}`);
    },
  });
  const took = ((performance.now() - started) / 1000).toFixed(1);
  const what = `libtensorflow ${build.libtensorflow} (${build.source})`;
  const place = `It lies in ${nativeHome(name)}; this took ${took} s.`;
  if (name === 'tensorflow-gpu' && !(await seesGpu(name))) {
    throw new Error(
      `Engine "${name}" is built, ${what}, but TensorFlow sees no GPU, so it counts as absent. ${place}\n` +
        'Check nvidia-smi; for TensorFlow’s reason set TF_CPP_MIN_LOG_LEVEL=0 and run: npx ttr doctor',
    );
  }
  console.log(`Engine "${name}" is ready: ${what}.`);
  console.log(place);
}

async function seesGpu(name: NativeName): Promise<boolean> {
  const probe = await probeAddon(findAddon(nativeHome(name))!);
  return probe.loads && probe.gpu;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
