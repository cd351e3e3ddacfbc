/** All commands, in the order in which `ttr --help` lists them. */
import { aa } from './aa.ts';
import { adopt } from './adopt.ts';
import { calibrate } from './calibrate.ts';
import { check } from './check.ts';
import type { AnyCommand } from './command.ts';
import { compare } from './compare.ts';
import { dataFetch } from './data-fetch.ts';
import { dataList } from './data-list.ts';
import { dataVerify } from './data-verify.ts';
import { doctor } from './doctor.ts';
import { exportAlgoperf } from './export-algoperf.ts';
import { importAlgoperf } from './import-algoperf.ts';
import { leaderboard } from './leaderboard.ts';
import { list } from './list.ts';
import { newSubmission } from './new-submission.ts';
import { newWorkload } from './new-workload.ts';
import { pack } from './pack.ts';
import { plan } from './plan.ts';
import { price } from './price.ts';
import { replay } from './replay.ts';
import { run } from './run.ts';
import { score } from './score.ts';
import { targets } from './targets.ts';
import { trial } from './trial.ts';
import { workloads } from './workloads.ts';

/** What the first words of two are about. */
export const groups = {
  data: 'the workloads’ data: pinned npm packages, converted once, kept in a cache',
  new: 'write something new that runs',
  import: 'turn somebody else’s logs into results',
  export: 'write results for somebody else’s scorer',
};

export const commands: readonly AnyCommand[] = [
  list,
  doctor,
  workloads,
  dataList,
  dataFetch,
  dataVerify,
  check,
  newSubmission,
  newWorkload,
  calibrate,
  plan,
  run,
  trial,
  replay,
  aa,
  compare,
  targets,
  score,
  leaderboard,
  price,
  adopt,
  pack,
  importAlgoperf,
  exportAlgoperf,
];
