/** A named stream of random numbers in [0, 1): equal names give equal numbers, whatever else is drawn. */
export function stream(seed: number, ...names: readonly string[]): () => number {
  let state = fnv1a(JSON.stringify([seed, ...names]));
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return splitmix32(state) / 2 ** 32;
  };
}

/** 32-bit hash of a text's code units (Fowler, Noll, Vo). */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** Mixes a counter into 32 random bits (Steele, Lea, Flood 2014, 32-bit finaliser of MurmurHash3). */
function splitmix32(counter: number): number {
  let z = counter;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
