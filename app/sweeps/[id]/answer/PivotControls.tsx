'use client';
import type { SweepAnswer } from '@/lib/domain/answer';
import { Select } from '../../../components/ui/Select';
import { useAnswerState } from './answerState';
import type { PivotChoice } from './pivotChoice';
import { useWriting } from './useWriting';

/** Which two factors are held against each other, and what the cells are means of. */
export function PivotControls({ answer, choice }: { answer: SweepAnswer; choice: PivotChoice }) {
  const { words, names } = useWriting();
  const [, setState] = useAnswerState();
  const { rowFactor, columnFactor, measured, metrics } = choice;
  const factors = Object.keys(answer.variants[0]?.levels ?? {});
  const without = (other: string) =>
    factors.filter((factor) => factor !== other).map((value) => ({ value, text: names.label(value) }));
  return (
    <>
      <Select
        label={words('interactions.rows')}
        value={rowFactor}
        options={without(columnFactor)}
        onChange={(pivotRows) => void setState({ pivotRows })}
      />
      <Select
        label={words('interactions.columns')}
        value={columnFactor}
        options={without(rowFactor)}
        onChange={(pivotColumns) => void setState({ pivotColumns })}
      />
      <Select
        label={words('variants.metric')}
        value={measured.metric}
        options={metrics.map((value) => ({ value, text: names.metric(value) }))}
        onChange={(metric) => void setState({ pivotMetric: metric === answer.metric.report ? null : metric })}
      />
    </>
  );
}
