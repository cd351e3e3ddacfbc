/** Activations with their gradients, one pass each. */
import { map1, map2 } from '../map';
import { erf4, exp4, sigmoid4 } from '../math';

/**
 * x/2 (1 + tanh u) = x sigmoid(2 u), u = sqrt(2/pi) (x + 0.044715 x^3). The sigmoid is cheaper, and exact in the left tail where
 * 1 + tanh u cancels.
 */
class Gelu {
  @inline apply(x: v128): v128 {
    return f32x4.mul(x, sigmoid4(geluArgument(x, f32x4.mul(x, x))));
  }
}

class GeluGrad {
  @inline apply(x: v128, dy: v128): v128 {
    const square = f32x4.mul(x, x), one = f32x4.splat(1);
    const s = sigmoid4(geluArgument(x, square));
    const slope = f32x4.add(f32x4.splat(1.5957691216), f32x4.mul(f32x4.splat(0.2140644488), square));
    const curve = f32x4.mul(f32x4.mul(x, slope), f32x4.sub(one, s));
    return f32x4.mul(f32x4.mul(dy, s), f32x4.add(one, curve));
  }
}

/** 2 u. */
@inline function geluArgument(x: v128, square: v128): v128 {
  return f32x4.mul(x, f32x4.add(f32x4.splat(1.5957691216), f32x4.mul(f32x4.splat(0.07135481627), square)));
}

/** x times the standard normal distribution function of x. */
class GeluExact {
  @inline apply(x: v128): v128 {
    const half = f32x4.mul(x, f32x4.splat(0.5));
    return f32x4.add(half, f32x4.mul(half, erf4(f32x4.mul(x, f32x4.splat(0.7071067812)))));
  }
}

class GeluExactGrad {
  @inline apply(x: v128, dy: v128): v128 {
    const half = f32x4.splat(0.5);
    const below = f32x4.add(half, f32x4.mul(half, erf4(f32x4.mul(x, f32x4.splat(0.7071067812)))));
    const density = f32x4.mul(f32x4.splat(0.3989422804), exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5))));
    return f32x4.mul(dy, f32x4.add(below, f32x4.mul(x, density)));
  }
}

class Silu {
  @inline apply(x: v128): v128 {
    return f32x4.mul(x, sigmoid4(x));
  }
}

class SiluGrad {
  @inline apply(x: v128, dy: v128): v128 {
    const s = sigmoid4(x), one = f32x4.splat(1);
    return f32x4.mul(dy, f32x4.mul(s, f32x4.add(one, f32x4.mul(x, f32x4.sub(one, s)))));
  }
}

export function gelu(x: usize, y: usize, count: i32): void {
  map1<Gelu>(x, y, count);
}

export function geluGrad(x: usize, dy: usize, dx: usize, count: i32): void {
  map2<GeluGrad>(x, dy, dx, count);
}

export function geluExact(x: usize, y: usize, count: i32): void {
  map1<GeluExact>(x, y, count);
}

export function geluExactGrad(x: usize, dy: usize, dx: usize, count: i32): void {
  map2<GeluExactGrad>(x, dy, dx, count);
}

export function silu(x: usize, y: usize, count: i32): void {
  map1<Silu>(x, y, count);
}

export function siluGrad(x: usize, dy: usize, dx: usize, count: i32): void {
  map2<SiluGrad>(x, dy, dx, count);
}
