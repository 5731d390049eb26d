import type { RunConfig } from '@/lib/domain/config';
import type { Objective, SplitSpec } from '@/lib/domain/sweep';
import { type RunIdentity, sha256Of } from './manifest';

export interface IdentifiedRun {
  config: RunConfig;
  split: SplitSpec;
  objective: Objective;
  targetLanguage: string;
  corpusFingerprint: string;
  seed: number;
}

/** Early stopping is not in it: it changes where a curve ends, not the curve. */
export function identityOf(run: IdentifiedRun): RunIdentity {
  const { config, split, objective, targetLanguage } = run;
  const configHash = sha256Of(JSON.stringify(inOrder({ config, split, objective, targetLanguage })));
  return { configHash, corpusFingerprint: run.corpusFingerprint, seed: run.seed };
}

/** Keys sorted: a configuration that was written in another order is the same. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, inOrder(entry)]));
}
