/**
 * Takes away, inside the trainer, what submitted code has no business with. The clock and the evaluations are safe
 * without it (they live in the referee); this keeps honest submissions reproducible and says early what is not allowed.
 */
import type { Random } from '#spec';

const refused = [
  'fetch',
  'WebSocket',
  'EventSource',
  'XMLHttpRequest',
  'BroadcastChannel',
  'MessageChannel',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
] as const;

/** A function that throws, naming what was called and why it is not there. */
const refuse = (name: string) => () => {
  throw new Error(
    `Submitted code called ${name}. Training runs without timers, processes or network; see CONTRIBUTING.md.`,
  );
};

/**
 * Replaces globals for the rest of the process: `Math.random` draws from the trial's seed, reading a clock calls
 * `onClock`, `process` and everything asynchronous throws when used.
 */
export function lockDown(random: Random, onClock: () => void): void {
  for (const name of refused) {
    Object.defineProperty(globalThis, name, {
      value: refuse(name),
      writable: false,
      configurable: false,
    });
  }
  Math.random = () => random.uniform();

  const dateNow = Date.now.bind(Date);
  Date.now = () => {
    onClock();
    return dateNow();
  };
  const performanceNow = performance.now.bind(performance);
  performance.now = () => {
    onClock();
    return performanceNow();
  };

  const { versions, platform, arch } = process;
  const bare = { versions, platform, arch, env: {}, argv: [], execArgv: [] };
  const handler: ProxyHandler<typeof bare> = {
    get(target, name) {
      if (typeof name === 'symbol') return undefined;
      if (name in target) return target[name as keyof typeof bare];
      return refuse(`process.${name}`);
    },
    set: () => refuse('process')(),
  };
  Object.defineProperty(globalThis, 'process', {
    value: new Proxy(bare, handler),
    writable: false,
    configurable: false,
  });
}
