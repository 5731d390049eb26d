import { metricText } from '@/lib/domain/metric';
import type { Objective } from '@/lib/domain/sweep';

/** Measured during training on validation sentences, so that they can choose the best epoch. */
export const objectiveMetrics = ['validation/loss', 'validation/accuracy', 'validation/bleu'] as const;

export const reportMetrics = ['test/bleu', 'test/chrf', 'test/loss', 'test/accuracy'] as const;

/** An objective with one part changed; its goal follows from the metric. */
export function withObjective(
  objective: Objective,
  { metric, report }: { metric?: string | undefined; report?: string | undefined },
): Objective {
  return {
    metric: metric ?? objective.metric,
    goal: metric === undefined ? objective.goal : goalOf(metric),
    report: report ?? objective.report,
  };
}

function goalOf(metric: string): Objective['goal'] {
  return metricText(metric).goal === 'maximize' ? 'maximize' : 'minimize';
}
