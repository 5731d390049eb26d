import type { SweepAnswer } from '@/lib/domain/answer';
import type { Appendix } from '@/lib/domain/appendix';
import type { SentenceComparison } from '@/lib/domain/sentenceComparison';
import { anovaTable } from '../answer/anovaTable';
import {
  BudgetFigure,
  EffectsFigure,
  ImprovementFigure,
  interactionPanels,
  interactionText,
  LearningCurveFigure,
  mainEffectPanels,
} from '../answer/figures';
import { budgetTable, improvementTable, learningCurveTable, mainEffectTable } from '../answer/figureTables';
import { overfittingTable } from '../answer/overfittingTable';
import { noiseText, powerTable } from '../answer/powerTable';
import { effectTable, type TableWriting, variantTable } from '../answer/tables';
import { verdictSentences } from '../answer/verdictSentences';
import type { Words } from '../i18n/words';
import { appendixBlocks } from './appendixBlocks';
import type { Block } from './document';

const figureWidth = 860;
const panelWidth = 260;

export interface ReportData {
  question: string;
  answer: SweepAnswer;
  appendix: Appendix;
  /** The best variant against the baseline, or why there is none. */
  comparison: SentenceComparison | { reason: string };
}

export interface ReportWriting extends TableWriting {
  verdictWords: Words<'verdicts'>;
  reportWords: Words<'report'>;
}

/** The whole answer as one document. */
export function sweepReport(data: ReportData, writing: ReportWriting): Block[] {
  const { answer, question, appendix } = data;
  const { words, verdictWords, reportWords, names, formats } = writing;
  const sentences = verdictSentences(answer, { words: verdictWords, names, formats });
  const isEmpty = answer.counts.used === 0 || answer.refusal !== null;
  return [
    { kind: 'heading', level: 1, text: reportWords('title', { name: writing.name }) },
    ...(question === '' ? [] : [paragraph(question)]),
    heading(words('verdicts')),
    { kind: 'list', items: sentences.map(({ text }) => text) },
    ...(answer.refusal === null ? [] : [paragraph(answer.refusal)]),
    ...(isEmpty ? [] : resultBlocks(data, writing)),
    heading(words('method.title')),
    {
      kind: 'list',
      items: [
        words('method.intervals'),
        words('method.family', { count: answer.family }),
        words('method.limits'),
        `${words('method.signature')}: ${answer.signature}`,
      ],
    },
    ...appendixBlocks(appendix, { words: reportWords, names, formats }),
  ];
}

function resultBlocks({ answer, comparison }: ReportData, writing: ReportWriting): Block[] {
  const { words, names } = writing;
  const figure = { answer, writing, width: figureWidth };
  const panels = { answer, writing, width: panelWidth };
  const anova = anovaTable(answer, writing);
  return [
    ...(answer.effects.length === 0
      ? [paragraph(words('effects.none'))]
      : [
          heading(words('effects.title')),
          paragraph(words('effects.lead')),
          pictures([<EffectsFigure key="effects" {...figure} />], null),
          table(effectTable(answer, writing)),
          heading(words('main.title')),
          paragraph(words('main.lead')),
          pictures(mainEffectPanels(panels), mainEffectTable(answer, writing)),
        ]),
    ...(answer.interactions.length === 0
      ? []
      : [
          heading(words('interactions.title')),
          paragraph(words('interactions.lead')),
          pictures(interactionPanels(panels), null),
          {
            kind: 'list' as const,
            items: answer.interactions.map(
              (interaction) =>
                `${interaction.factors.map(names.label).join(' × ')}: ${interactionText(interaction, answer, writing)}`,
            ),
          },
          ...(answer.interactionsLeftOut > 0
            ? [paragraph(words('interactions.leftOut', { count: answer.interactionsLeftOut }))]
            : []),
        ]),
    heading(words('variants.title')),
    table(variantTable(answer, writing)),
    heading(writing.reportWords('sentences')),
    ...comparisonBlocks(answer, comparison, writing),
    heading(words('power.title')),
    paragraph(noiseText(answer, writing)),
    table(powerTable(answer, writing)),
    heading(words('overfitting.title')),
    table(overfittingTable(answer, writing)),
    ...(answer.learningCurve
      ? [
          heading(words('data.title')),
          paragraph(words('data.lead')),
          pictures([<LearningCurveFigure key="data" {...figure} />], learningCurveTable(answer, writing)),
        ]
      : []),
    ...(answer.budget
      ? [
          heading(words('budget.title')),
          paragraph(words('budget.lead', { metric: names.metric(answer.budget.metric) })),
          pictures([<BudgetFigure key="budget" {...figure} />], budgetTable(answer, writing)),
        ]
      : []),
    ...(answer.effects.length === 0
      ? []
      : [
          heading(words('improvement.title')),
          paragraph(words('improvement.lead')),
          pictures([<ImprovementFigure key="improvement" {...figure} />], improvementTable(answer, writing)),
        ]),
    ...(anova ? [heading(words('anova.title')), table(anova)] : []),
  ];
}

function comparisonBlocks(
  answer: SweepAnswer,
  comparison: ReportData['comparison'],
  { reportWords, names, formats }: ReportWriting,
): Block[] {
  if ('reason' in comparison) return [paragraph(reportWords('sentencesNone', { reason: comparison.reason }))];
  const variantName = (index: number) =>
    names.variant(answer.variants.find((variant) => variant.index === index)?.levels ?? {});
  const items = comparison.metrics.map(({ metric, both, sentencesOnly }) => {
    const written = (value: number | null) => formats.metric(metric, value ?? undefined);
    return reportWords('sentencesLine', {
      variant: variantName(comparison.variant),
      baseline: variantName(comparison.baseline),
      metric: names.quantity(metric),
      value: formats.delta(metric, both.value),
      low: written(both.low),
      high: written(both.high),
      sentencesLow: written(sentencesOnly.low),
      sentencesHigh: written(sentencesOnly.high),
    });
  });
  return [{ kind: 'list', items }, paragraph(reportWords('sentencesPicked'))];
}

function heading(text: string): Block {
  return { kind: 'heading', level: 2, text };
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

function table(of: ReturnType<typeof variantTable>): Block {
  return { kind: 'table', table: of };
}

function pictures(
  elements: Extract<Block, { kind: 'figure' }>['pictures'],
  of: Extract<Block, { kind: 'figure' }>['table'],
): Block {
  return { kind: 'figure', pictures: elements, table: of };
}
