'use client';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { SweepRow } from '@/lib/domain/api';
import { Notice } from '../components/Notice';
import { PageHeader } from '../components/PageHeader';
import { ServerSentence } from '../components/ServerSentence';
import { EmptyState } from '../components/ui/EmptyState';
import { useFormats } from '../format/useFormats';
import { EditDetails } from './EditDetails';
import { ListControls } from './ListControls';
import { chosenSweeps, type ListState, listParsers } from './listState';
import { NoSweeps } from './NoSweeps';
import { SelectionBar } from './SelectionBar';
import { SweepTable } from './SweepTable';
import styles from './sweeps.module.css';
import { useSweepChange } from './useSweepChange';
import { useSweepList } from './useSweepList';

const noFilter = { q: null, state: null, tag: null, corpus: null } as const;

export function SweepList({ initial }: { initial: SweepRow[] }) {
  const words = useTranslations('sweeps');
  const { language } = useFormats().locale;
  const { sweeps, problem } = useSweepList(initial);
  const [state, setState] = useQueryStates(listParsers);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [editedId, setEditedId] = useState<string>();
  const { change, archive } = useSweepChange();
  const shown = useMemo(() => chosenSweeps(sweeps, state, language), [sweeps, state, language]);
  const rows = useRef(sweeps);
  rows.current = sweeps;

  const onChange = useCallback(
    (next: Partial<ListState>, isStep: boolean) =>
      void setState(next, { history: isStep ? 'push' : 'replace' }),
    [setState],
  );
  const onTag = useCallback((tag: string) => onChange({ tag }, true), [onChange]);
  const onSelectAll = useCallback((ids: readonly string[], isSelected: boolean) => {
    setSelected(
      (last) => new Set(isSelected ? [...last, ...ids] : [...last].filter((id) => !ids.includes(id))),
    );
  }, []);
  const onSelect = useCallback(
    (id: string, isSelected: boolean) => onSelectAll([id], isSelected),
    [onSelectAll],
  );
  const onArchive = useCallback(
    (id: string) => {
      const sweep = rows.current.find((row) => row.id === id);
      if (sweep) archive([sweep], !sweep.archived);
    },
    [archive],
  );

  // What a filter hides is not acted on: nobody archives what they do not see.
  const selectedRows = shown.filter(({ id }) => selected.has(id));
  const edited = sweeps.find(({ id }) => id === editedId);
  return (
    <>
      <PageHeader title={words('title')}>
        <Link href="/sweeps/new" className="button primary">
          {words('newSweep')}
        </Link>
      </PageHeader>
      {problem ? (
        <Notice kind="warning">
          {words('old')} <ServerSentence>{problem}</ServerSentence>
        </Notice>
      ) : null}
      {sweeps.length === 0 ? (
        <NoSweeps />
      ) : (
        <>
          <ListControls sweeps={sweeps} state={state} onChange={onChange} />
          <p className={styles['shown']} role="status">
            {words('shown', { shown: shown.length, count: sweeps.length })}
          </p>
          {selectedRows.length > 0 ? (
            <SelectionBar
              selected={selectedRows}
              onArchive={(chosen, archived) => {
                archive(chosen, archived);
                setSelected(new Set());
              }}
              onClear={() => setSelected(new Set())}
            />
          ) : null}
          {shown.length === 0 ? (
            <NoMatch sweeps={sweeps} state={state} onChange={onChange} />
          ) : (
            <SweepTable
              sweeps={shown}
              selected={selected}
              onSelect={onSelect}
              onSelectAll={onSelectAll}
              onTag={onTag}
              onEdit={setEditedId}
              onArchive={onArchive}
            />
          )}
        </>
      )}
      {edited ? (
        <EditDetails
          key={edited.id}
          sweep={edited}
          onSave={async (details) => {
            await change(edited.id, details);
          }}
          onClose={() => setEditedId(undefined)}
        />
      ) : null}
    </>
  );
}

function NoMatch({
  sweeps,
  state,
  onChange,
}: {
  sweeps: readonly SweepRow[];
  state: ListState;
  onChange: (change: Partial<ListState>, isStep: boolean) => void;
}) {
  const words = useTranslations('sweeps');
  const { language } = useFormats().locale;
  const archived = state.archived ? 0 : chosenSweeps(sweeps, { ...state, archived: true }, language).length;
  return (
    <EmptyState title={words('noMatch.title')}>
      {archived > 0 ? (
        <p>
          {words('noMatch.archivedElsewhere', { count: archived })}{' '}
          <button type="button" className="quiet" onClick={() => onChange({ archived: true }, true)}>
            {words('noMatch.showArchived')}
          </button>
        </p>
      ) : null}
      <button type="button" onClick={() => onChange({ ...noFilter, q: '', archived: false }, true)}>
        {words('filters.clear')}
      </button>
    </EmptyState>
  );
}
