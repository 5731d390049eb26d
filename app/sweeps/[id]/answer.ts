import type { RunRow, SweepDetail } from '@/lib/domain/api';
import { metricText } from '@/lib/domain/metric';
import { isCutShort } from '@/lib/domain/stopping';
import { variantText } from '../../format/levels';
import { formatMetric, plural } from '../../format/numbers';

export interface Answer {
  runId: string;
  variant: string;
  /** "test BLEU 41.2 at epoch 14" */
  score: string;
  /** How it was chosen, and how far it can be trusted. */
  caveats: string[];
}

function metricWords(name: string): string {
  return `${name.slice(0, name.indexOf('/'))} ${metricText(name).label}`;
}

/** Seeds are put beside the winner's value as it was measured: on the whole test split or on the sample. */
function reportedValue(run: RunRow, metric: string, whole: boolean): number | undefined {
  return whole ? run.tested.best?.scores[metric]?.value : run.result.atBest[metric];
}

function stoppedText(runs: readonly RunRow[]): string {
  const stopped = runs.filter((run) => run.state === 'stopped').length;
  return stopped === 0 ? '' : ` (${stopped} of them stopped early)`;
}

/** The answer so far: chosen on validation, reported on test; undefined while no run has been measured. */
export function answerOf(detail: SweepDetail): Answer | undefined {
  const { best } = detail.sweep;
  const winner = detail.runs.find((run) => run.id === best?.runId);
  if (!best || !winner) return undefined;
  const { objective, seeds } = detail.spec;
  const epoch = winner.result.bestEpoch;
  const ofVariant = detail.runs.filter((run) => run.variantIndex === winner.variantIndex);
  const cutShort = ofVariant.filter((run) => run !== winner && isCutShort(run, detail.spec)).length;
  const siblings = ofVariant
    .filter((run) => run === winner || !isCutShort(run, detail.spec))
    .flatMap((run) => reportedValue(run, best.metric, best.sentences !== null) ?? [])
    .sort((a, b) => a - b);
  const measured = detail.runs.filter((run) => run.result.bestStep !== null);
  const [least] = siblings;
  const most = siblings.at(-1);
  const caveats = [
    `the best of ${plural(measured.length, 'run')}${stoppedText(measured)}, chosen on ${metricWords(objective.metric)}, reported on ${metricWords(objective.report)}`,
  ];
  if (seeds.length === 1) {
    caveats.push('one seed a variant: the differences may be noise, and more seeds would tell');
  } else if (least !== undefined && most !== undefined && siblings.length > 1) {
    const range = `${formatMetric(best.metric, least)} to ${formatMetric(best.metric, most)}`;
    caveats.push(`seed ${winner.seed}; its ${plural(siblings.length, 'seed')} range from ${range}`);
  } else {
    caveats.push(
      `seed ${winner.seed}; the only ${cutShort > 0 ? 'whole ' : ''}seed of this variant measured so far`,
    );
  }
  if (isCutShort(winner, detail.spec)) {
    caveats.push('this run was itself stopped early: trained to its end it might have come further');
  }
  if (cutShort > 0) {
    caveats.push(`${plural(cutShort, 'seed')} of its variant stopped early and left out of the range`);
  }
  if (best.sentences !== null) caveats.push(`on all ${plural(best.sentences, 'test sentence')}`);
  return {
    runId: winner.id,
    variant: variantText(winner.levels),
    score: `${metricWords(best.metric)} ${formatMetric(best.metric, best.value)}${
      epoch === null ? '' : ` at epoch ${Number(epoch.toFixed(1))}`
    }`,
    caveats,
  };
}
