/** Functions of one float: y[i] = f(x[i]) for `count` floats. */
import { loadFirst, map1, storeFirst } from './map';
import { erf4, exp4, log1p4, log4, sigmoid4, tanh4 } from './math';

class Exp {
  @inline apply(x: v128): v128 {
    return exp4(x);
  }
}

class Log {
  @inline apply(x: v128): v128 {
    return log4(x);
  }
}

class Tanh {
  @inline apply(x: v128): v128 {
    return tanh4(x);
  }
}

class Sigmoid {
  @inline apply(x: v128): v128 {
    return sigmoid4(x);
  }
}

/** log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)). */
class Softplus {
  @inline apply(x: v128): v128 {
    return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), log1p4(exp4(f32x4.neg(f32x4.abs(x)))));
  }
}

class Erf {
  @inline apply(x: v128): v128 {
    return erf4(x);
  }
}

/** -1, 0 or 1; 0 for NaN, as tfjs has it. */
class Sign {
  @inline apply(x: v128): v128 {
    const zero = f32x4.splat(0), one = f32x4.splat(1);
    return f32x4.sub(v128.and(f32x4.gt(x, zero), one), v128.and(f32x4.lt(x, zero), one));
  }
}

class Cube {
  @inline apply(x: v128): v128 {
    return f32x4.mul(f32x4.mul(x, x), x);
  }
}

export function expEach(x: usize, y: usize, count: i32): void {
  map1<Exp>(x, y, count);
}

export function logEach(x: usize, y: usize, count: i32): void {
  map1<Log>(x, y, count);
}

export function tanhEach(x: usize, y: usize, count: i32): void {
  map1<Tanh>(x, y, count);
}

export function sigmoidEach(x: usize, y: usize, count: i32): void {
  map1<Sigmoid>(x, y, count);
}

export function softplusEach(x: usize, y: usize, count: i32): void {
  map1<Softplus>(x, y, count);
}

export function erfEach(x: usize, y: usize, count: i32): void {
  map1<Erf>(x, y, count);
}

export function signEach(x: usize, y: usize, count: i32): void {
  map1<Sign>(x, y, count);
}

export function cubeEach(x: usize, y: usize, count: i32): void {
  map1<Cube>(x, y, count);
}

/** x held within [low, high]; NaN stays NaN. */
export function clipEach(x: usize, y: usize, count: i32, low: f32, high: f32): void {
  const bottom = f32x4.splat(low), top = f32x4.splat(high);
  for (; count >= 4; count -= 4) {
    v128.store(y, f32x4.pmin(f32x4.pmax(v128.load(x), bottom), top));
    x += 16;
    y += 16;
  }
  if (count > 0) storeFirst(y, f32x4.pmin(f32x4.pmax(loadFirst(x, count), bottom), top), count);
}

/** x where x > 0, else slope x. */
export function leakyReluEach(x: usize, y: usize, count: i32, slope: f32): void {
  for (let i = 0; i < count; i++) {
    const value = f32.load(x);
    f32.store(y, value > 0 ? value : slope * value);
    x += 4;
    y += 4;
  }
}
