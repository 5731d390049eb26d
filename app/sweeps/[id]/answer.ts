import type { RunRow, SweepDetail } from '@/lib/domain/api';
import { isCutShort } from '@/lib/domain/stopping';
import type { Formats } from '../../format/formats';
import type { Names } from '../../format/names';
import type { Words } from '../../i18n/words';

export interface Answer {
  runId: string;
  variantIndex: number;
  variant: string;
  /** "test BLEU 41.2 at epoch 14" */
  score: string;
  /** How it was chosen, and how far it can be trusted. */
  caveats: string[];
}

export interface AnswerWriting {
  words: Words<'sweep.answer'>;
  names: Names;
  formats: Formats;
}

/** Seeds are put beside the winner's value as it was measured: on the whole test split or on the sample. */
function reportedValue(run: RunRow, metric: string, whole: boolean): number | undefined {
  return whole ? run.tested.best?.scores[metric]?.value : run.result.atBest[metric];
}

/** The answer so far: chosen on validation, reported on test; undefined while no run has been measured. */
export function answerOf(detail: SweepDetail, { words, names, formats }: AnswerWriting): Answer | undefined {
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
  const seed = String(winner.seed);
  const caveats = [
    words('chosen', {
      count: measured.length,
      stopped: measured.filter((run) => run.state === 'stopped').length,
      chosen: names.metric(objective.metric),
      reported: names.metric(objective.report),
    }),
  ];
  if (seeds.length === 1) caveats.push(words('oneSeed'));
  else if (least !== undefined && most !== undefined && siblings.length > 1) {
    caveats.push(
      words('seedRange', {
        seed,
        count: siblings.length,
        least: formats.metric(best.metric, least),
        most: formats.metric(best.metric, most),
      }),
    );
  } else caveats.push(cutShort > 0 ? words('onlyWholeSeed', { seed }) : words('onlySeed', { seed }));
  if (isCutShort(winner, detail.spec)) caveats.push(words('winnerCutShort'));
  if (cutShort > 0) caveats.push(words('leftOut', { count: cutShort }));
  if (best.sentences !== null) caveats.push(words('whole', { count: best.sentences }));
  const metric = names.metric(best.metric);
  const value = formats.metric(best.metric, best.value);
  return {
    runId: winner.id,
    variantIndex: winner.variantIndex,
    variant: names.variant(winner.levels),
    score:
      epoch === null
        ? words('score', { metric, value })
        : words('scoreAt', { metric, value, epoch: formats.epoch(epoch) }),
    caveats,
  };
}
