/** `npm run engine:native`: reads the flags, makes the engine, says what is there afterwards. */
import { parseArgs } from 'node:util';
import { findAddon, nativeHome, type NativeName } from './home.ts';
import { makeNative } from './make.ts';
import { probeAddon } from './probe.ts';

const usage = `Makes the native TensorFlow engine and keeps it in the cache, where the next npm ci leaves it alone.

  npm run engine:native [-- flags]

  --gpu               make tensorflow-gpu (CUDA) instead of tensorflow
  --from ROUTE        official: the package's own download; wheel: TensorFlow's Python wheel through pip.
                      Left out: official first, then wheel.
  --wheel PATH        a wheel file, or a folder that holds tensorflow/, instead of what pip finds
  --limit SECONDS     time given to the official download (default 180)
  --force             build again what is there
  --help              this text

TTR_CACHE moves the cache, CXX names the C++ compiler.`;

const routes = ['official', 'wheel'] as const;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      gpu: { type: 'boolean', default: false },
      from: { type: 'string' },
      wheel: { type: 'string' },
      limit: { type: 'string', default: '180' },
      force: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const from = routes.find((route) => route === values.from);
  if (values.from !== undefined && from === undefined) {
    throw new Error(`There is no route "${values.from}". Choose one of: ${routes.join(', ')}.`);
  }
  const limit = Number(values.limit);
  if (!(limit > 0)) throw new Error(`--limit is ${values.limit}; it takes a number of seconds.`);
  const name = values.gpu ? 'tensorflow-gpu' : 'tensorflow';
  const started = performance.now();
  const build = await makeNative({
    name,
    from,
    wheel: values.wheel,
    limit,
    force: values.force,
    say: (line) => {
      console.log(`  ${line}`);
    },
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const what = `libtensorflow ${build.libtensorflow} (${build.source})`;
  const place = `It lies in ${nativeHome(name)}; this took ${seconds} s.`;
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
