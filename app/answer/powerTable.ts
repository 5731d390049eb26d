import type { SweepAnswer } from '@/lib/domain/answer';
import type { PublicationTable } from '@/lib/export/publication';
import type { TableWriting } from './tables';
import { targetText } from './verdictSentences';

/** How many more seeds each effect would need to show a difference of the answer's target. */
export function powerTable(answer: SweepAnswer, { words, names, formats }: TableWriting): PublicationTable {
  const metric = names.quantity(answer.metric.report);
  const number = (text: string) => ({ text, isNumber: true });
  const more = (count: number | null) => {
    if (answer.noise === null) return words('power.unknown');
    if (count === null) return words('power.beyond');
    return count === 0 ? words('power.enough') : formats.count(count);
  };
  return {
    caption: '',
    columns: [
      { label: words('power.factor'), align: 'left' },
      { label: words('power.seedsNow'), align: 'right' },
      { label: words('power.moreSeeds', { target: targetText(answer, formats), metric }), align: 'right' },
    ],
    rows: answer.effects.map((effect) => [
      {
        text: words('effects.change', {
          factor: names.label(effect.factor),
          reference: names.level(effect.factor, effect.reference),
          level: names.level(effect.factor, effect.level),
        }),
      },
      number(formats.count(effect.seeds)),
      number(more(effect.moreSeeds)),
    ]),
    notes: [words('power.lead')],
  };
}

/** How much a run varies by itself, in a sentence. */
export function noiseText({ noise, metric }: SweepAnswer, { words, names, formats }: TableWriting): string {
  if (!noise) return words('power.noNoise');
  return words('power.noise', {
    noise: formats.metric(metric.report, noise.standardDeviation),
    metric: names.quantity(metric.report),
    freedom: noise.freedom,
  });
}
