import type { SweepDetail } from '@/lib/domain/api';
import type { DecisionsResponse, StoppingDecision } from '@/lib/domain/stopping';
import { absent, formatGeneral, formatMetric, plural } from '../../format/numbers';

export const ruleTexts: Record<StoppingDecision['rule'], string> = {
  patience: 'patience',
  median: 'median',
  asha: 'successive halving',
  budget: 'budget',
};

/** Whether anything may end a sweep's runs early. */
export function followsStopping({ stopping, budget }: SweepDetail['spec']): boolean {
  return stopping.kind !== 'none' || budget?.hours !== undefined;
}

/** The sweep's rules in sentences. */
export function ruleWords({ stopping, budget }: SweepDetail['spec']): string {
  const sentences: string[] = [];
  switch (stopping.kind) {
    case 'patience':
      sentences.push(`A run ends after ${plural(stopping.epochs, 'epoch')} without a better value.`);
      break;
    case 'median':
      sentences.push(
        `From epoch ${stopping.graceEpochs} on, a run ends whose best value is worse than the median of what the others averaged, once ${stopping.minRuns} have come as far.`,
      );
      break;
    case 'asha':
      sentences.push(
        `From epoch ${stopping.graceEpochs} on, one run in ${stopping.reductionFactor} goes on to ${stopping.reductionFactor} times as many epochs.`,
      );
      break;
    case 'none':
      break;
  }
  if (budget?.hours !== undefined) sentences.push(`The sweep ends after ${budget.hours} trainer hours.`);
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
  reason: string;
  /** Whether it comes out the same when it is made again from what it saw. */
  replay: string;
}

/** The newest first. */
export function decisionRows({ decisions }: DecisionsResponse, metric: string): DecisionRow[] {
  return decisions
    .map(({ id, runId, variantIndex, seed, decision, replays }) => {
      const { rule, epoch, value, threshold, reason } = decision;
      return {
        id,
        runId,
        run: `v${variantIndex + 1} s${seed}`,
        epoch: String(Number(epoch.toFixed(1))),
        rule,
        value: value === null ? 'not finite' : valueText(rule, metric, value),
        threshold: threshold === null ? absent : valueText(rule, metric, threshold),
        reason,
        replay: replays === null ? absent : replays ? '✓ the same' : '✗ differs',
      };
    })
    .reverse();
}

function valueText(rule: StoppingDecision['rule'], metric: string, value: number): string {
  return rule === 'budget' ? `${formatGeneral(value)} h` : formatMetric(metric, value);
}
