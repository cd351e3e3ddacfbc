/** Elementary functions: y[i] = f(x[i]) for `count` floats. */
import { map1 } from './map';
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
