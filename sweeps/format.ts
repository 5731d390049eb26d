import { type SweepSpec, sweepSpecSchema } from '@/lib/domain/sweep';
import { writeSweepText } from './write';

/** A spec as a file, without what is the default anyway. parseSweepText gives the same spec back. */
export function formatSweepText(spec: SweepSpec): string {
  const defaults: Record<string, unknown> = sweepSpecSchema.parse({ name: spec.name, corpus: spec.corpus });
  const isDefault = ([key, value]: [string, unknown]) =>
    key !== 'name' && key !== 'corpus' && JSON.stringify(value) === JSON.stringify(defaults[key]);
  const { name, corpus, ...rest } = spec;
  const written = Object.entries(rest).filter((entry) => !isDefault(entry));
  return writeSweepText({ name, corpus, ...Object.fromEntries(written) });
}
