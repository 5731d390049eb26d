import type { Effect, SweepAnswer, Verdict } from '@/lib/domain/answer';
import type { Formats } from '../format/formats';
import type { Words } from '../i18n/words';
import { interactionSentence } from './interactionSentence';
import { pValueText } from './pValueText';
import { interval, sentences, type VerdictSentence, type Writing } from './verdictSentence';

export type AnswerWriting = Writing<Words<'verdicts'>>;

/** The answer in words, most important first: one sentence or more a verdict, then what is always said of how it came about. */
export function verdictSentences(answer: SweepAnswer, writing: AnswerWriting): VerdictSentence[] {
  const verdicts = answer.verdicts.flatMap((verdict) => sentenceOf(verdict, answer, writing));
  const isEmpty = answer.verdicts.some(({ kind }) => kind === 'refused' || kind === 'nothing-measured');
  return isEmpty ? verdicts : [...verdicts, ...always(answer, writing)];
}

function sentenceOf(verdict: Verdict, answer: SweepAnswer, writing: AnswerWriting): VerdictSentence[] {
  const { words } = writing;
  switch (verdict.kind) {
    case 'refused':
      return [{ key: 'refused', text: words('refused'), anchor: 'method', tone: 'notShown' }];
    case 'nothing-measured':
      return [{ key: 'nothing', text: words('nothingMeasured'), anchor: 'method', tone: 'notShown' }];
    case 'difference':
    case 'suggested':
    case 'no-difference':
    case 'cannot-tell':
      return effectSentence(verdict, answer, writing);
    case 'interaction':
      return interactionSentence(verdict.interaction, answer, writing);
    case 'best':
      return bestSentence(answer, writing);
    case 'overfitting':
      return overfittingSentence(verdict, answer, writing);
    case 'more-data':
    case 'more-data-unknown':
      return dataSentence(verdict, answer, writing);
  }
}

type EffectVerdict = Extract<Verdict, { effect: number }>;

function effectSentence(
  verdict: EffectVerdict,
  answer: SweepAnswer,
  writing: AnswerWriting,
): VerdictSentence[] {
  const { words, names, formats } = writing;
  const effect = answer.effects[verdict.effect];
  if (!effect) return [];
  const { report } = answer.metric;
  const written = (value: number | null) => formats.metric(report, value ?? undefined);
  const level = names.level(effect.factor, effect.level);
  const reference = names.level(effect.factor, effect.reference);
  const shared = {
    factor: names.label(effect.factor),
    metric: names.quantity(report),
    p: pValueText(effect.holm, formats),
    pairs: effect.pairs,
  };
  const difference = formats.delta(report, effect.value);
  const key = `effect ${verdict.effect}`;
  const one = { key, anchor: 'effects' } as const;
  if (verdict.kind === 'cannot-tell') {
    const text = words('cannotTell', { ...shared, level, reference, difference });
    return [{ ...one, text, tone: 'notShown' }];
  }
  const caveats = [
    ...(verdict.oneSeed ? [words('oneSeed')] : []),
    ...(effect.unmatched > 0 ? [words('unmatched', { count: effect.unmatched })] : []),
    ...(effect.basis === 'seeds' ? [words('wholeSeeds', { seeds: effect.seeds })] : []),
  ];
  if (verdict.kind === 'no-difference') {
    const bounds = { low: written(effect.low), high: written(effect.high) };
    const text = words('noDifference', { ...shared, ...bounds, level, reference, difference });
    return [
      {
        ...one,
        text: sentences(writing, [text, powerText(effect, answer, writing), ...caveats]),
        tone: 'notShown',
      },
    ];
  }
  const isLevelBetter = effect.value > 0 === answer.metric.higherIsBetter;
  const [better, worse] = isLevelBetter ? [level, reference] : [reference, level];
  // Told from the better side, sizes are how much better it is.
  const size = interval(effect, effect.value < 0, written);
  const count = isLevelBetter ? effect.better : effect.pairs - effect.better - effect.ties;
  const values = { ...shared, ...size, better, worse, count };
  const isShown = verdict.kind === 'difference';
  const text = isShown
    ? words('difference', values)
    : words('suggested', { ...values, family: answer.family });
  const more = isShown ? [] : [powerText(effect, answer, writing)];
  return [
    { ...one, text: sentences(writing, [text, ...more, ...caveats]), tone: isShown ? 'shown' : 'notShown' },
  ];
}

function powerText(effect: Effect, answer: SweepAnswer, { words, names, formats }: AnswerWriting): string {
  const { report } = answer.metric;
  const values = { target: targetText(answer, formats), metric: names.quantity(report) };
  if (answer.noise === null) return words('power.unknown');
  if (effect.moreSeeds === null) return words('power.beyond', values);
  return effect.moreSeeds === 0
    ? words('power.now', values)
    : words('power.more', { ...values, count: effect.moreSeeds });
}

/** "1" rather than "1.0": a person chose it. */
export function targetText({ target }: SweepAnswer, formats: Formats): string {
  return formats.general(target);
}

function bestSentence(answer: SweepAnswer, writing: AnswerWriting): VerdictSentence[] {
  const { words, names, formats } = writing;
  const { best, metric } = answer;
  const variantName = (index: number) =>
    names.variant(answer.variants.find((variant) => variant.index === index)?.levels ?? {});
  if (!best?.reported) return [];
  const written = (value: number | null) => formats.metric(metric.report, value ?? undefined);
  const shared = {
    objective: names.metric(metric.objective),
    variant: variantName(best.variant),
    metric: names.metric(metric.report),
    value: written(best.reported.value),
  };
  const seeds = answer.variants.find(({ index }) => index === best.variant)?.seeds.length ?? 0;
  const bounds = { low: written(best.reported.low), high: written(best.reported.high) };
  const chosen =
    best.reported.low === null
      ? words('bestOneSeed', shared)
      : words('best', { ...shared, ...bounds, seeds });
  return [
    {
      key: 'best',
      text: sentences(writing, [chosen, ...leadTexts(answer, writing, variantName)]),
      anchor: 'variants',
      tone: 'fact',
    },
  ];
}

function leadTexts(
  { best, metric }: SweepAnswer,
  { words, names, formats }: AnswerWriting,
  variantName: (index: number) => string,
): string[] {
  if (!best?.lead || best.runnerUp === null) return [];
  const { lead } = best;
  const values = {
    variant: variantName(best.runnerUp),
    metric: names.quantity(metric.report),
    size: formats.delta(metric.report, lead.value),
  };
  if (lead.low === null || lead.high === null) return [words('leadUnknown', values)];
  const bounds = {
    low: formats.metric(metric.report, lead.low),
    high: formats.metric(metric.report, lead.high),
  };
  const isShown = metric.higherIsBetter ? lead.low > 0 : lead.high < 0;
  return [words(isShown ? 'lead' : 'leadNotShown', { ...values, ...bounds })];
}

function overfittingSentence(
  { variants, of }: Extract<Verdict, { kind: 'overfitting' }>,
  answer: SweepAnswer,
  writing: AnswerWriting,
): VerdictSentence[] {
  const { words } = writing;
  const part = variants.length === of ? 'all' : 'some';
  const ofOneSeed = answer.variants.every(
    ({ index, seeds }) => !variants.includes(index) || seeds.length === 1,
  );
  const parts = [
    words('overfitting', { part, count: variants.length, of }),
    ...(ofOneSeed ? [words('oneSeed')] : []),
  ];
  return [{ key: 'overfitting', text: sentences(writing, parts), anchor: 'overfitting', tone: 'shown' }];
}

function dataSentence(
  verdict: Extract<Verdict, { kind: 'more-data' | 'more-data-unknown' }>,
  { learningCurve, metric }: SweepAnswer,
  { words, names, formats }: AnswerWriting,
): VerdictSentence[] {
  const one = { key: 'data', anchor: 'data' } as const;
  const quantity = names.quantity(metric.report);
  if (verdict.kind === 'more-data-unknown') {
    const gain = learningCurve ? formats.general(Math.abs(learningCurve.gain)) : '';
    return [
      { ...one, text: words(`moreDataUnknown.${verdict.why}`, { gain, metric: quantity }), tone: 'notShown' },
    ];
  }
  const needed = learningCurve?.needed;
  if (!needed) return [];
  const pairs = (size: number) => formats.count(Number(size.toPrecision(2)));
  const values = {
    gain: formats.general(Math.abs(needed.gain)),
    metric: quantity,
    size: pairs(needed.size),
    low: pairs(needed.low),
    high: pairs(needed.high),
  };
  return [{ ...one, text: words('moreData', values), tone: 'shown' }];
}

/** What is said of every answer: what chose and what reports, of what the scores are, how much was tried. */
function always(answer: SweepAnswer, writing: AnswerWriting): VerdictSentence[] {
  const { words, names } = writing;
  const { metric, counts, seeds } = answer;
  const facts = [
    words('selection', { objective: names.metric(metric.objective), report: names.metric(metric.report) }),
    metric.of === 'whole' && metric.sentences !== null
      ? words('whole', { sentences: metric.sentences, signature: metric.scoreSignature ?? '' })
      : words('sample'),
    words('tried', { variants: counts.variants, runs: counts.runs, used: counts.used, seeds: seeds.length }),
    ...leftOut(answer, writing),
  ];
  return facts.map((text, at) => ({ key: `fact ${at}`, text, anchor: 'method', tone: 'fact' }));
}

function leftOut({ counts }: SweepAnswer, { words, formats }: AnswerWriting): string[] {
  const kinds = ['unfinished', 'failed', 'cutShort', 'notFinite', 'unmeasured'] as const;
  const parts = kinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => words(`left.${kind}`, { count: counts[kind] }));
  return parts.length === 0 ? [] : [words('leftOut', { parts: formats.list(parts) })];
}
