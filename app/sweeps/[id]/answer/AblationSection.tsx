'use client';
import type { SweepAnswer } from '@/lib/domain/answer';
import { toLatexTable } from '@/lib/export/latex';
import { toMarkdownTable } from '@/lib/export/markdown';
import { effectTable, pivotTable, variantTable } from '../../../answer/tables';
import { CopyButton } from '../../../components/ui/CopyButton';
import { Menu, MenuItem } from '../../../components/ui/Menu';
import { Segments } from '../../../components/ui/Segments';
import { Select } from '../../../components/ui/Select';
import styles from './answer.module.css';
import { tableRows, useAnswerState } from './answerState';
import { PublicationView } from './PublicationView';
import { useWriting } from './useWriting';

const formats = ['md', 'latex', 'html', 'csv', 'json', 'text'] as const;
const rowWords = { variants: 'byVariants', factors: 'byFactors', pivot: 'byPivot' } as const;

/** The table as one will paste it into a paper. */
export function AblationSection({ answer }: { answer: SweepAnswer }) {
  const writing = useWriting();
  const { words, names, formats: format } = writing;
  const [state, setState] = useAnswerState();
  const factors = Object.keys(answer.variants[0]?.levels ?? {});
  const rowFactor = factors.find((factor) => factor === state.pivotRows) ?? factors[0] ?? '';
  const columnFactor =
    factors.find((factor) => factor === state.pivotColumns && factor !== rowFactor) ??
    factors.find((factor) => factor !== rowFactor) ??
    '';
  const offered = tableRows.filter((rows) => rows !== 'pivot' || factors.length > 1);
  const rows = offered.find((each) => each === state.tableRows) ?? 'variants';
  const table =
    rows === 'pivot'
      ? pivotTable(answer, [rowFactor, columnFactor], writing)
      : rows === 'factors'
        ? effectTable(answer, writing)
        : variantTable(answer, writing);
  const query = new URLSearchParams({
    rows,
    lang: format.locale.language,
    ...(rows === 'pivot' && { pivot: `${rowFactor},${columnFactor}` }),
    ...(answer.options.baseline !== undefined && { baseline: String(answer.options.baseline) }),
  });
  const options = factors.map((value) => ({ value, text: names.label(value) }));
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
        {rows === 'pivot' ? (
          <>
            <Select
              label={words('interactions.rows')}
              value={rowFactor}
              options={options.filter(({ value }) => value !== columnFactor)}
              onChange={(pivotRows) => void setState({ pivotRows })}
            />
            <Select
              label={words('interactions.columns')}
              value={columnFactor}
              options={options.filter(({ value }) => value !== rowFactor)}
              onChange={(pivotColumns) => void setState({ pivotColumns })}
            />
          </>
        ) : null}
        <CopyButton text={toMarkdownTable(table)} label={words('variants.copy', { format: 'Markdown' })} />
        <CopyButton
          text={toLatexTable(table, `${writing.name} ${rows}`)}
          label={words('variants.copy', { format: 'LaTeX' })}
        />
        <Menu trigger={<button type="button">{words('variants.download')}</button>}>
          {formats.map((each) => (
            <MenuItem
              key={each}
              href={`/api/v1/sweeps/${answer.sweepId}/table?format=${each}&${query}`}
              download
            >
              {formatNames[each]}
            </MenuItem>
          ))}
        </Menu>
      </div>
      <PublicationView table={table} labelledBy="variants" />
    </section>
  );
}

const formatNames = { md: 'Markdown', latex: 'LaTeX', html: 'HTML', csv: 'CSV', json: 'JSON', text: '.txt' };
