'use client';
import type { SweepAnswer } from '@/lib/domain/answer';
import { interactionPanels, interactionText } from '../../../answer/figures';
import { seedsOf } from '../../../answer/interactionSentence';
import { HeatMap } from '../../../charts/HeatMap';
import { Select } from '../../../components/ui/Select';
import styles from './answer.module.css';
import { useAnswerState } from './answerState';
import { Figure } from './Figure';
import { useWriting } from './useWriting';

const panelWidth = 300;

/** Every pair of factors as lines, and a chosen pair as a heat map. */
export function InteractionsSection({ answer }: { answer: SweepAnswer }) {
  const writing = useWriting();
  const { words } = writing;
  return (
    <section aria-labelledby="interactions" className={styles['section']}>
      <h2 id="interactions">{words('interactions.title')}</h2>
      <p className={styles['lead']}>{words('interactions.lead')}</p>
      <Figure title={words('interactions.title')} isOfPanels>
        {() => interactionPanels({ answer, writing, width: panelWidth })}
      </Figure>
      <FewerSeeds answer={answer} />
      {answer.interactionsLeftOut > 0 ? (
        <p className="soft">{words('interactions.leftOut', { count: answer.interactionsLeftOut })}</p>
      ) : null}
      <PairHeat answer={answer} />
    </section>
  );
}

/** A panel has no room for it. */
function FewerSeeds({ answer }: { answer: SweepAnswer }) {
  const writing = useWriting();
  const { names } = writing;
  const restingOnFewer = answer.interactions.filter((interaction) => {
    const { seeds, of } = seedsOf(interaction, answer);
    return seeds < of;
  });
  if (restingOnFewer.length === 0) return null;
  return (
    <ul className={styles['facts']}>
      {restingOnFewer.map((interaction) => {
        const pair = interaction.factors.map(names.label).join(' × ');
        return <li key={pair}>{`${pair}: ${interactionText(interaction, answer, writing)}`}</li>;
      })}
    </ul>
  );
}

function PairHeat({ answer }: { answer: SweepAnswer }) {
  const { words, names, formats } = useWriting();
  const [state, setState] = useAnswerState();
  const factors = [...new Set(answer.interactions.flatMap((interaction) => interaction.factors))];
  const rowFactor = factors.find((factor) => factor === state.heatRows) ?? factors[0] ?? '';
  const columnFactor =
    factors.find((factor) => factor === state.heatColumns && factor !== rowFactor) ??
    factors.find((factor) => factor !== rowFactor) ??
    '';
  const pair = answer.interactions.find(
    ({ factors: [a, b] }) =>
      (a === rowFactor && b === columnFactor) || (b === rowFactor && a === columnFactor),
  );
  if (!pair) return null;
  const isTurned = pair.factors[0] !== rowFactor;
  const at = (row: number, column: number) =>
    (isTurned ? pair.means[column]?.[row] : pair.means[row]?.[column]) ?? Number.NaN;
  const [rows, columns] = isTurned ? [pair.columns, pair.rows] : [pair.rows, pair.columns];
  const values = rows.map((_, row) => columns.map((__, column) => at(row, column)));
  const finite = values.flat().filter(Number.isFinite);
  const options = (without: string) =>
    factors.filter((factor) => factor !== without).map((value) => ({ value, text: names.label(value) }));
  return (
    <div className={styles['heat']}>
      <h3>{words('interactions.heat')}</h3>
      <div className={styles['controls']}>
        <Select
          label={words('interactions.rows')}
          value={rowFactor}
          options={options(columnFactor)}
          onChange={(heatRows) => void setState({ heatRows })}
        />
        <Select
          label={words('interactions.columns')}
          value={columnFactor}
          options={options(rowFactor)}
          onChange={(heatColumns) => void setState({ heatColumns })}
        />
      </div>
      <HeatMap
        title={names.metric(answer.metric.report)}
        rowTitle={names.label(rowFactor)}
        columnTitle={names.label(columnFactor)}
        rows={rows.map((level) => names.level(rowFactor, level))}
        columns={columns.map((level) => names.level(columnFactor, level))}
        values={values}
        domain={[Math.min(...finite), Math.max(...finite)]}
        format={(value) => formats.metric(answer.metric.report, value)}
      />
    </div>
  );
}
