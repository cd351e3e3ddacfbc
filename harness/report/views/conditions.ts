/** How a trial was kept to itself, and at whose price its times are. */
import type { Adoption, Conditions } from '../../record/result.ts';
import { countText } from './number-text.ts';

/** What of the usual conditions was missing, or that nothing was. */
export function conditionsText({ pinned, offline, stops, clear, quota }: Conditions): string {
  const texts = [
    pinned ? 'pinned' : 'not pinned',
    offline ? 'without network' : 'with network',
    stops ? 'stopped while judged' : 'not stopped while judged, which is billed',
    ...(clear ? [] : ['clear time is wall time: nothing tells what others had']),
    ...(quota === undefined ? [] : [`under a quota of ${quota} CPUs`]),
  ];
  return texts.join(', ');
}

/** E.g. "measured on machine 0123456789ab, price 1.25 (1.24 to 1.27) from 2 replays, 2 evaluations the same to the bit". */
export function adoptionText({ from, ratio, low, high, replays, proved }: Adoption): string {
  const price = `price ${ratio.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}) from ${countText(replays)} replays`;
  const proof =
    proved === 0
      ? 'priced by a trial like it'
      : `${countText(proved)} evaluations the same to the bit`;
  return `measured on machine ${from.fingerprint}, ${price}, ${proof}`;
}
