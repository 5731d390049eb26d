'use client';
import { type FormEvent, useId, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '../../../components/ui/Icon';
import { Popover } from '../../../components/ui/Popover';
import { Select } from '../../../components/ui/Select';
import { useSweep } from '../SweepProvider';
import type { ResultColumn } from './column';
import { columnGroups } from './column';
import { type Operator, operators } from './conditions';
import styles from './table.module.css';
import type { TableProps } from './tableProps';

/** More values than that are typed. */
const mostOptions = 30;

const operatorKeys = {
  '=': 'equal',
  '!=': 'notEqual',
  '<': 'less',
  '<=': 'atMost',
  '>': 'greater',
  '>=': 'atLeast',
} as const;

/** Adds a condition on any column. */
export function FilterBuilder(props: TableProps) {
  const words = useTranslations('table.filter');
  return (
    <Popover
      title={words('title')}
      trigger={
        <button type="button">
          <Icon name="filter" />
          {words('open')}
        </button>
      }
    >
      <ConditionForm {...props} />
    </Popover>
  );
}

function ConditionForm({ columns, byId, state, tableRows }: TableProps) {
  const words = useTranslations('table');
  const { runs } = useSweep().detail;
  const [columnId, setColumnId] = useState(columns[0]?.id ?? '');
  const [operator, setOperator] = useState<Operator>('=');
  const [typed, setTyped] = useState('');
  const valueId = useId();
  const column = byId.get(columnId);
  const options = useMemo(() => (column ? levelsOf(column, runs) : []), [column, runs]);
  const isChosen = options.length > 0;
  const isWord = column !== undefined && !column.numeric;
  const value =
    isChosen && !options.some((option) => option.value === typed) ? (options[0]?.value ?? '') : typed;
  const isComplete =
    isWord || isChosen ? value !== '' : value.trim() !== '' && Number.isFinite(Number(value));

  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!column || !isComplete) return;
    const added = { column: column.id, operator, value: value.trim() };
    state.setConditions([...state.conditions, added]);
    setTyped('');
  };
  return (
    <form className={styles['filterForm']} onSubmit={add}>
      <Select
        label={words('filter.column')}
        value={columnId}
        options={columnGroups.flatMap((group) =>
          columns
            .filter((candidate) => candidate.group === group && !candidate.id.includes('@'))
            .map(({ id, title }) => ({ value: id, text: title, group: words(`groups.${group}`) })),
        )}
        onChange={(id) => {
          setColumnId(id);
          setOperator(byId.get(id)?.kind === 'metric' ? '>' : '=');
        }}
      />
      <Select
        label={words('filter.operator')}
        value={operator}
        options={operators
          .filter((each) => !isWord || each === '=' || each === '!=')
          .map((each) => ({ value: each, text: words(`filter.operators.${operatorKeys[each]}`) }))}
        onChange={setOperator}
      />
      {isChosen ? (
        <Select label={words('filter.value')} value={value} options={options} onChange={setTyped} />
      ) : (
        <span className={styles['field']}>
          <label htmlFor={valueId}>
            {column?.scale === 100 ? words('filter.valueIn') : words('filter.value')}
          </label>
          <input
            id={valueId}
            inputMode={isWord ? 'text' : 'decimal'}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </span>
      )}
      {tableRows.isGrouped ? <p className="small soft">{words('filter.meanNote')}</p> : null}
      <button type="submit" className="primary" disabled={!isComplete}>
        {words('filter.add')}
      </button>
    </form>
  );
}

/** The values to choose from, where a column has few; empty where one is typed. */
function levelsOf(
  column: ResultColumn,
  runs: Parameters<ResultColumn['value']>[0][],
): { value: string; text: string }[] {
  if (column.kind === 'metric' || column.kind === 'measure' || column.kind === 'progress') return [];
  const values = [...new Set(runs.flatMap((run) => column.value(run) ?? []))];
  if (values.length > mostOptions || column.kind === 'time') return [];
  return values
    .sort((a, b) =>
      typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b)),
    )
    .map((value) => ({ value: String(value), text: column.write(value) }));
}
