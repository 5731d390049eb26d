'use client';
import type { SweepAnswer } from '@/lib/domain/answer';
import { toLatexTable } from '@/lib/export/latex';
import { toMarkdownTable } from '@/lib/export/markdown';
import type { PublicationTable } from '@/lib/export/publication';
import { effectTable, pivotTable, variantTable } from '../../../answer/tables';
import { Notice } from '../../../components/Notice';
import { ServerSentence } from '../../../components/ServerSentence';
import { CopyButton } from '../../../components/ui/CopyButton';
import { Menu, MenuItem } from '../../../components/ui/Menu';
import { Segments } from '../../../components/ui/Segments';
import { useSweep } from '../SweepProvider';
import styles from './answer.module.css';
import { tableRows, useAnswerState } from './answerState';
import { PivotControls } from './PivotControls';
import { PublicationView } from './PublicationView';
import { type PivotChoice, pivotChoice } from './pivotChoice';
import { useWriting } from './useWriting';

const formats = ['md', 'latex', 'html', 'csv', 'json', 'text'] as const;
const rowWords = { variants: 'byVariants', factors: 'byFactors', pivot: 'byPivot' } as const;

/** The table as one will paste it into a paper. */
export function AblationSection({ answer }: { answer: SweepAnswer }) {
  const writing = useWriting();
  const { words, formats: format } = writing;
  const { detail } = useSweep();
  const [state, setState] = useAnswerState();
  const hasPairs = Object.keys(answer.variants[0]?.levels ?? {}).length > 1;
  const offered = tableRows.filter((rows) => rows !== 'pivot' || hasPairs);
  const rows = offered.find((each) => each === state.tableRows) ?? 'variants';
  const pivot = rows === 'pivot' ? pivotChoice(answer, detail.runs, state) : null;
  const query = new URLSearchParams({
    rows,
    lang: format.locale.language,
    ...(pivot && pivotQuery(pivot)),
    ...(answer.options.baseline !== undefined && { baseline: String(answer.options.baseline) }),
  });
  const table = (): PublicationTable | null => {
    if (rows === 'factors') return effectTable(answer, writing);
    if (!pivot) return variantTable(answer, writing);
    const { rowFactor, columnFactor, measured } = pivot;
    return measured.refusal === null
      ? pivotTable(answer, [rowFactor, columnFactor], measured, writing)
      : null;
  };
  const shown = table();
  return (
    <section aria-labelledby="variants" className={styles['section']}>
      <h2 id="variants">{words('variants.title')}</h2>
      <div className={styles['controls']}>
        <Segments
          label={words('variants.rows')}
          value={rows}
          options={offered.map((value) => ({ value, text: words(`variants.${rowWords[value]}`) }))}
          onChange={(next) => void setState({ tableRows: next })}
        />
        {pivot ? <PivotControls answer={answer} choice={pivot} /> : null}
        {shown ? (
          <TakeAway
            table={shown}
            label={[writing.name, rows, ...(pivot ? [pivot.measured.metric] : [])].join(' ')}
            address={`/api/v1/sweeps/${answer.sweepId}/table?${query}`}
          />
        ) : null}
      </div>
      {shown ? (
        <PublicationView table={shown} labelledBy="variants" />
      ) : (
        <Notice kind="note">
          <ServerSentence>{pivot?.measured.refusal}</ServerSentence>
        </Notice>
      )}
    </section>
  );
}

/** @param address of the table, to which a format is added */
function TakeAway({ table, label, address }: { table: PublicationTable; label: string; address: string }) {
  const { words } = useWriting();
  return (
    <>
      <CopyButton text={toMarkdownTable(table)} label={words('variants.copy', { format: 'Markdown' })} />
      <CopyButton text={toLatexTable(table, label)} label={words('variants.copy', { format: 'LaTeX' })} />
      <Menu trigger={<button type="button">{words('variants.download')}</button>}>
        {formats.map((each) => (
          <MenuItem key={each} href={`${address}&format=${each}`} download>
            {formatNames[each]}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

function pivotQuery({ rowFactor, columnFactor, measured }: PivotChoice) {
  return { pivot: `${rowFactor},${columnFactor}`, metric: measured.metric };
}

const formatNames = { md: 'Markdown', latex: 'LaTeX', html: 'HTML', csv: 'CSV', json: 'JSON', text: '.txt' };
