import type { Interaction, SweepAnswer } from '@/lib/domain/answer';
import { CurvePlot } from '../charts/answer/CurvePlot';
import { DotInterval } from '../charts/answer/DotInterval';
import { MeansPlot } from '../charts/answer/MeansPlot';
import { seedsOf } from './interactionSentence';
import { levelMeans } from './levelMeans';
import { pValueText } from './pValueText';
import { boundsText, type TableWriting } from './tables';

/** The figures of an answer, drawn alike on its page and in its report. */
interface FigureProps {
  answer: SweepAnswer;
  writing: TableWriting;
  width: number;
}

export function EffectsFigure({ answer, writing, width }: FigureProps) {
  const { words, names, formats } = writing;
  const { report, higherIsBetter } = answer.metric;
  const rows = answer.effects.map((effect) => {
    const change = {
      factor: names.label(effect.factor),
      reference: names.level(effect.factor, effect.reference),
      level: names.level(effect.factor, effect.level),
    };
    const numbers = {
      difference: formats.delta(report, effect.value),
      low: formats.metric(report, effect.low ?? undefined),
      high: formats.metric(report, effect.high ?? undefined),
      count: formats.count(effect.better),
      pairs: formats.count(effect.pairs),
      p: pValueText(effect.holm, formats),
    };
    return {
      key: `${effect.factor} ${effect.level}`,
      label: words('effects.change', change),
      text: effect.low === null ? words('effects.rowBare', numbers) : words('effects.row', numbers),
      value: effect.value,
      low: effect.low,
      high: effect.high,
      points: effect.differences.map((pair) => pair.level - pair.reference),
    };
  });
  const largest = answer.effects.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))[0];
  return (
    <DotInterval
      title={words('effects.title')}
      description={words('effects.summary', {
        count: rows.length,
        largest: largest
          ? `${names.label(largest.factor)} ${boundsText(report, largest, { words, formats })}`
          : '',
      })}
      rows={rows}
      width={width}
      reference={0}
      axisLabel={words('effects.axis', { metric: names.quantity(report) })}
      direction={words('effects.better', { side: higherIsBetter ? 'right' : 'left' })}
      format={(value) => formats.general(value)}
    />
  );
}

export function ImprovementFigure({ answer, writing, width }: FigureProps) {
  const { words, names, formats } = writing;
  return (
    <DotInterval
      title={words('improvement.title')}
      description={words('improvement.lead')}
      rows={answer.effects.map(({ factor, level, reference, improvement }) => ({
        key: `${factor} ${level}`,
        label: words('effects.change', {
          factor: names.label(factor),
          reference: names.level(factor, reference),
          level: names.level(factor, level),
        }),
        text: formats.percent(improvement.value, 0),
        ...improvement,
        points: [],
      }))}
      width={width}
      reference={0.5}
      axisLabel={words('improvement.axis')}
      direction=""
      format={(value) => formats.percent(value, 0)}
    />
  );
}

/** A panel a factor, on one axis. */
export function mainEffectPanels({ answer, writing, width }: FigureProps) {
  const { words, names, formats } = writing;
  const { report } = answer.metric;
  const factors = [...new Set(answer.effects.map(({ factor }) => factor))];
  const panels = factors.map((factor) => ({ factor, means: levelMeans(answer, factor) }));
  const all = panels.flatMap(({ means }) => means.map(({ mean }) => mean));
  return panels.map(({ factor, means }) => {
    const [first, last] = [means[0]?.mean ?? 0, means.at(-1)?.mean ?? 0];
    const note = words('main.note', { difference: formats.delta(report, last - first) });
    return (
      <MeansPlot
        key={factor}
        title={names.label(factor)}
        description={note}
        note={note}
        levels={means.map(({ level }) => names.level(factor, level))}
        series={[{ label: names.label(factor), values: means.map(({ mean }) => mean) }]}
        domain={[Math.min(...all), Math.max(...all)]}
        width={width}
        format={formats.general}
      />
    );
  });
}

/** A panel a pair of factors, on one axis. */
export function interactionPanels({ answer, writing, width }: FigureProps) {
  const { words, names, formats } = writing;
  const all = answer.interactions.flatMap(({ means }) => means.flat().flatMap((mean) => mean ?? []));
  return answer.interactions.map((interaction) => {
    const [first, second] = interaction.factors;
    const note = interactionNote(interaction, answer, writing);
    return (
      <MeansPlot
        key={interaction.factors.join(' ')}
        title={words('interactions.panel', { first: names.label(first), second: names.label(second) })}
        description={interactionText(interaction, answer, writing)}
        note={note}
        levels={interaction.columns.map((level) => names.level(second, level))}
        series={interaction.rows.map((level, at) => ({
          label: names.level(first, level),
          values: interaction.means[at] ?? [],
        }))}
        domain={[Math.min(...all), Math.max(...all)]}
        width={width}
        format={formats.general}
      />
    );
  });
}

/** What the interaction comes to, and on how few of the sweep's seeds it rests where it does. */
export function interactionText(
  interaction: Interaction,
  answer: SweepAnswer,
  writing: TableWriting,
): string {
  const note = interactionNote(interaction, answer, writing);
  const { seeds, of } = seedsOf(interaction, answer);
  return seeds < of ? writing.words('interactions.noteSeeds', { note, seeds, of }) : note;
}

/** Short enough for a panel. */
function interactionNote(
  { difference, holm }: Interaction,
  { metric }: SweepAnswer,
  { words, formats }: TableWriting,
): string {
  const p = pValueText(holm, formats);
  if (holm === null) return words('interactions.none');
  if (difference?.low == null || difference.high === null) return words('interactions.noteBare', { p });
  return words('interactions.note', {
    difference: formats.delta(metric.report, difference.value),
    low: formats.metric(metric.report, difference.low),
    high: formats.metric(metric.report, difference.high),
    p,
  });
}

export function BudgetFigure({ answer, writing, width }: FigureProps) {
  const { words, names, formats } = writing;
  const { budget } = answer;
  if (!budget) return null;
  const tried = budget.points.at(-1);
  return (
    <CurvePlot
      title={words('budget.title')}
      description={words('budget.mark', { count: formats.count(tried?.trials ?? 0) })}
      points={[]}
      line={budget.points.map(({ trials, expected }) => ({ x: trials, value: expected }))}
      measuredTo={tried?.trials ?? 0}
      xLabel={words('budget.trials')}
      yLabel={names.metric(budget.metric)}
      width={width}
      formatX={formats.count}
      format={formats.general}
    />
  );
}

export function LearningCurveFigure({ answer, writing, width }: FigureProps) {
  const { words, names, formats } = writing;
  const { learningCurve, metric } = answer;
  if (!learningCurve) return null;
  const { points, fit, needed } = learningCurve;
  const size = needed && formats.count(Number(needed.size.toPrecision(2)));
  return (
    <CurvePlot
      title={words('data.title')}
      description={words('data.lead')}
      points={points.map(({ size: x, mean }) => ({ x, ...mean }))}
      line={(fit?.drawn ?? []).map(({ size: x, value, low, high }) => ({ x, value, low, high }))}
      measuredTo={points.at(-1)?.size ?? 0}
      mark={needed && size ? { x: needed.size, label: words('data.mark', { size }) } : undefined}
      xLabel={words('data.size')}
      yLabel={names.metric(metric.report)}
      width={width}
      formatX={formats.count}
      format={formats.general}
    />
  );
}
