import type { SweepDetail } from '@/lib/domain/api';
import type { DecisionsResponse, StoppingDecision } from '@/lib/domain/stopping';
import { absent, type Formats } from '../../format/formats';
import type { Words } from '../../i18n/words';

export interface DecisionWriting {
  words: Words<'sweep.stopping'>;
  formats: Formats;
}

/** Whether anything may end a sweep's runs early. */
export function followsStopping({ stopping, budget }: SweepDetail['spec']): boolean {
  return stopping.kind !== 'none' || budget?.hours !== undefined;
}

/** The sweep's rules in sentences. */
export function ruleWords({ stopping, budget }: SweepDetail['spec'], words: Words<'sweep.stopping'>): string {
  const sentences: string[] = [];
  switch (stopping.kind) {
    case 'patience':
      sentences.push(words('patience', { epochs: stopping.epochs }));
      break;
    case 'median':
      sentences.push(words('median', { grace: stopping.graceEpochs, runs: stopping.minRuns }));
      break;
    case 'asha':
      sentences.push(words('asha', { grace: stopping.graceEpochs, factor: stopping.reductionFactor }));
      break;
    case 'none':
      break;
  }
  if (budget?.hours !== undefined) sentences.push(words('budget', { hours: budget.hours }));
  return sentences.join(' ');
}

interface DecisionRow {
  id: number;
  runId: string;
  run: string;
  epoch: string;
  rule: StoppingDecision['rule'];
  value: string;
  threshold: string;
  /** As the server wrote it, in English. */
  reason: string;
  /** Whether it comes out the same when it is made again from what it saw. */
  replay: string;
}

/** The newest first. */
export function decisionRows(
  { decisions }: DecisionsResponse,
  metric: string,
  { words, formats }: DecisionWriting,
): DecisionRow[] {
  const valueText = (rule: StoppingDecision['rule'], value: number) =>
    rule === 'budget' ? words('hours', { hours: formats.general(value) }) : formats.metric(metric, value);
  return decisions
    .map(({ id, runId, variantIndex, seed, decision, replays }) => {
      const { rule, epoch, value, threshold, reason } = decision;
      return {
        id,
        runId,
        run: words('run', { variant: String(variantIndex + 1), seed: String(seed) }),
        epoch: formats.epoch(epoch),
        rule,
        value: value === null ? words('notFinite') : valueText(rule, value),
        threshold: threshold === null ? absent : valueText(rule, threshold),
        reason,
        replay: replays === null ? absent : replays ? words('same') : words('differs'),
      };
    })
    .reverse();
}
