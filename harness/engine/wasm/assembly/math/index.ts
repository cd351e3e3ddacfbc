/** Transcendental functions of four floats. Call `initializeMath` before any of them. */
import { initializeErf } from './erf';
import { initializeExp } from './exp';
import { initializeLog } from './log';
import { initializeTanh } from './tanh';

export { erf4 } from './erf';
export { exp4, sigmoid4 } from './exp';
export { log1p4, log4, logNormal4 } from './log';
export { tanh4 } from './tanh';

/** Sets the constants. They are no data segment: the module must have none. */
export function initializeMath(): void {
  initializeErf();
  initializeExp();
  initializeLog();
  initializeTanh();
}
