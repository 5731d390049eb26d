import type { SweepSamples } from '@/lib/domain/api';
import type { Split } from '@/lib/domain/metric';
import { requireSweep } from './rows';
import { server } from './server';

/**
 * The fixed sentences of a split as every run of a sweep translated them after one epoch, or after its newest one before
 * that: a run that was stopped early is seen with its last words.
 *
 * @param epoch without one, each run's newest
 * @throws HeldoutError not_found
 */
export function getSweepSamples(
  sweepId: string,
  split: Split,
  epoch = Number.MAX_SAFE_INTEGER,
): SweepSamples {
  const context = server();
  const { samples } = context.store;
  const { id } = requireSweep(context, sweepId);
  const groups = new Map<string, SweepSamples['groups'][number]>();
  for (const { runId, epoch: translated, items } of samples.ofSweep(id, split, epoch)) {
    const sentences = items.map(({ source, references }) => ({ source, references }));
    const key = JSON.stringify(sentences);
    const group = groups.get(key) ?? { sentences, runs: [] };
    groups.set(key, group);
    group.runs.push({ runId, epoch: translated, hypotheses: items.map(({ hypothesis }) => hypothesis) });
  }
  return { epochs: samples.epochsOfSweep(id, split), groups: [...groups.values()] };
}
