import type { Sample } from '@/lib/domain/protocol';
import { isExact } from '../../../translations/alignment';

export interface Frame {
  source: string;
  references: string[];
  hypothesis: string;
  /** The translation one epoch earlier; undefined at the first. */
  previous: string | undefined;
  exact: boolean;
}

/** The epochs after which a split's sentences were translated, ascending. */
export function epochsOf(samples: readonly Sample[], split: Sample['split']): number[] {
  const epochs = new Set(samples.filter((sample) => sample.split === split).map((sample) => sample.epoch));
  return [...epochs].sort((a, b) => a - b);
}

/** The sentences of a split after one epoch, beside what they were after the epoch before it. */
export function frameOf(samples: readonly Sample[], split: Sample['split'], epoch: number): Frame[] {
  const epochs = epochsOf(samples, split);
  const before = epochs[epochs.indexOf(epoch) - 1];
  const at = (wanted: number | undefined) =>
    samples.findLast((sample) => sample.split === split && sample.epoch === wanted)?.items ?? [];
  const previous = new Map(at(before).map((item) => [item.source, item.hypothesis]));
  return at(epoch).map((item) => ({
    ...item,
    previous: previous.get(item.source),
    exact: isExact(item.hypothesis, item.references),
  }));
}
