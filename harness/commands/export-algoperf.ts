/** `ttr export algoperf`: writes kept results in the layout that AlgoPerf's official scorer reads. */
import type { TtrCommand } from './command.ts';

export const exportAlgoperf: TtrCommand<object, [string, string]> = {
  usage: 'export algoperf <results> <folder>',
  about: 'the layout that AlgoPerf’s official scorer reads',
  examples: ['export algoperf results/ for-the-official-scorer/'],
  async act({ terminal }, _options, folder, target) {
    const { loadResults } = await import('../results/store.ts');
    const algoperf = await import('../algoperf/export.ts');
    const { kept, problems } = await loadResults([folder]);
    if (kept.length === 0)
      throw new Error(
        `${folder} holds no results to export.${problems.map(({ path, reason }) => `\n${path} ${reason}`).join('')}`,
      );
    const results = kept.map(({ result }) => result);
    const { trials, logs, targets } = await algoperf.exportAlgoperf(results, target);
    terminal.print(
      `Wrote ${trials} trials. Give the official scorer --submission_directory ${logs} --workload_targets ${targets}.`,
    );
  },
};
