import type { Effect, SweepAnswer, Verdict } from '@/lib/domain/answer';

/** Below it a corrected p says that there is a difference. */
const level = 0.05;

/**
 * What an answer says, and when. A difference or an interaction is said to be shown where its p, corrected by Holm over all
 * main effects and interactions together, is below 0.05 and its own interval holds no zero: a sweep of pure noise then
 * yields any such verdict at most once in twenty. What its own interval shows and the correction does not is only
 * suggested. Which variant is best is chosen on validation and told with its lead over
 * the runner-up, as a number and not as a finding. With one seed every verdict says so.
 *
 * Order: differences, the clearest first; interactions; the best variant; what is suggested or not shown; overfitting; data.
 */
export function verdictsOf(answer: Omit<SweepAnswer, 'verdicts'>): Verdict[] {
  if (answer.refusal !== null) return [{ kind: 'refused', reason: answer.refusal }];
  if (answer.counts.used === 0) return [{ kind: 'nothing-measured' }];
  const effects = answer.effects.map(effectVerdict);
  const shown = effects
    .filter((verdict) => verdict.kind === 'difference')
    .sort((a, b) => clarity(answer.effects[b.effect]) - clarity(answer.effects[a.effect]));
  const interactions = answer.interactions.flatMap(({ holm, difference }, at): Verdict[] =>
    isBelow(holm) && (difference === null || excludesZero(difference))
      ? [{ kind: 'interaction', interaction: at }]
      : [],
  );
  return [
    ...shown,
    ...interactions,
    ...bestVerdict(answer),
    ...effects.filter((verdict) => verdict.kind !== 'difference'),
    ...overfittingVerdict(answer),
    ...dataVerdict(answer),
  ];
}

type EffectVerdict = Extract<Verdict, { kind: 'difference' | 'suggested' | 'no-difference' | 'cannot-tell' }>;

/** Of one seed is what its pairs are, however many seeds other variants have. */
function effectVerdict(effect: Effect, at: number): EffectVerdict {
  const oneSeed = effect.seeds === 1;
  if (effect.pValue === null) return { kind: 'cannot-tell', effect: at };
  if (!excludesZero(effect)) return { kind: 'no-difference', effect: at, oneSeed };
  return { kind: isBelow(effect.holm) ? 'difference' : 'suggested', effect: at, oneSeed };
}

function isBelow(p: number | null): boolean {
  return p !== null && p < level;
}

function excludesZero({ low, high }: { low: number | null; high: number | null }): boolean {
  return low !== null && high !== null && low * high > 0;
}

function clarity(effect: Effect | undefined): number {
  return Math.abs(effect?.value ?? 0) / (effect?.standardError || Number.MIN_VALUE);
}

function bestVerdict({ best }: Omit<SweepAnswer, 'verdicts'>): Verdict[] {
  return best ? [{ kind: 'best' }] : [];
}

/** Of the variants whose gap grows after the best step, surely: intervals apart; or where most runs come to an onset. */
function overfittingVerdict({ variants }: Omit<SweepAnswer, 'verdicts'>): Verdict[] {
  const measured = variants.filter(({ gap }) => gap.best !== null && gap.last !== null);
  const overfitted = measured.filter(({ gap, onsetRuns, seeds }) => {
    const isApart = gap.best?.high != null && gap.last?.low != null && gap.last.low > gap.best.high;
    return isApart || 2 * onsetRuns > seeds.length;
  });
  return overfitted.length === 0
    ? []
    : [{ kind: 'overfitting', variants: overfitted.map(({ index }) => index), of: measured.length }];
}

function dataVerdict({ learningCurve }: Omit<SweepAnswer, 'verdicts'>): Verdict[] {
  if (!learningCurve) return [];
  if (learningCurve.needed) return [{ kind: 'more-data' }];
  return learningCurve.cannotSay ? [{ kind: 'more-data-unknown', why: learningCurve.cannotSay }] : [];
}
