import type { AnsweredVariant, SweepAnswer } from '@/lib/domain/answer';

export interface VariantPair {
  baseline: AnsweredVariant;
  variant: AnsweredVariant;
}

type Asked = Pick<SweepAnswer, 'variants' | 'baseline' | 'metric'>;

/**
 * Which two variants are compared: those that were chosen, else the answer's baseline and the variant that validation
 * puts first; where that is the baseline, the one after it.
 *
 * @returns null where fewer than two variants take part
 */
export function pairChoice(
  answer: Asked,
  chosen: { sentenceBaseline: number | null; sentenceVariant: number | null },
): VariantPair | null {
  const taking = takingPart(answer);
  const of = (index: number | null) => taking.find((variant) => variant.index === index);
  const ranked = byObjective(taking, answer.metric.goal);
  const baseline = of(chosen.sentenceBaseline) ?? of(answer.baseline) ?? taking[0];
  const variant = of(chosen.sentenceVariant) ?? ranked.find(({ index }) => index !== baseline?.index);
  return baseline && variant ? { baseline, variant } : null;
}

/** Variants with a run that is measured. */
export function takingPart({ variants }: Pick<SweepAnswer, 'variants'>): AnsweredVariant[] {
  return variants.filter(({ seeds }) => seeds.length > 0);
}

function byObjective(variants: readonly AnsweredVariant[], goal: SweepAnswer['metric']['goal']) {
  const sign = goal === 'maximize' ? -1 : 1;
  // What was not measured comes last.
  const key = ({ objective }: AnsweredVariant) =>
    objective === null ? Number.POSITIVE_INFINITY : sign * objective;
  return variants.toSorted((a, b) => (key(a) === key(b) ? a.index - b.index : key(a) - key(b)));
}
