'use client';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type RunRow, sweepDetailSchema, sweepListSchema } from '@/lib/domain/api';
import { fetchJson, messageOf } from '../client/api';
import { Notice } from '../components/Notice';
import { StateBadge } from '../components/StateBadge';
import { Check } from '../components/ui/Check';
import { Dialog } from '../components/ui/Dialog';
import { Icon } from '../components/ui/Icon';
import { Select } from '../components/ui/Select';
import { Skeleton } from '../components/ui/Skeleton';
import { useFormats, useNames } from '../format/useFormats';
import styles from './compare.module.css';
import { mostCompared } from './compared';

/** A longer list is searched, not read. */
const mostListed = 100;

interface RunSearchProps {
  ids: readonly string[];
  setIds: (ids: readonly string[]) => void;
}

/** Finds runs in any sweep. */
export function RunSearch(props: RunSearchProps) {
  const words = useTranslations('compare');
  return (
    <Dialog
      wide
      title={words('picker.title')}
      trigger={
        <button type="button" className="primary">
          <Icon name="plus" />
          {words('add')}
        </button>
      }
    >
      <SweepRuns {...props} />
    </Dialog>
  );
}

function SweepRuns({ ids, setIds }: RunSearchProps) {
  const words = useTranslations('compare.picker');
  const formats = useFormats();
  const [chosen, setChosen] = useState('');
  const [search, setSearch] = useState('');
  const searchId = useId();
  const sweeps = useQuery({
    queryKey: ['sweeps', 'picker'],
    queryFn: ({ signal }) => fetchJson('/api/v1/sweeps', sweepListSchema, { signal }),
  });
  const sweep = sweeps.data?.sweeps.find(({ id }) => id === chosen) ?? sweeps.data?.sweeps[0];
  const detail = useQuery({
    queryKey: ['sweep', 'picker', sweep?.id],
    queryFn: ({ signal }) => fetchJson(`/api/v1/sweeps/${sweep?.id}`, sweepDetailSchema, { signal }),
    enabled: sweep !== undefined,
  });
  const problem = sweeps.error ?? detail.error;
  if (problem) {
    return (
      <Notice kind="error">
        <span lang="en" translate="no">
          {messageOf(problem)}
        </span>
      </Notice>
    );
  }
  if (!sweeps.data) return <Skeleton lines={4} />;
  if (!sweep) return <p>{words('noSweeps')}</p>;
  return (
    <div className={styles['picker']}>
      <div className={styles['pickerHead']}>
        <Select
          label={words('sweep')}
          value={sweep.id}
          options={sweeps.data.sweeps.map(({ id, name }) => ({ value: id, text: name }))}
          onChange={setChosen}
        />
        <span>
          <label htmlFor={searchId} className="visually-hidden">
            {words('search')}
          </label>
          <input
            id={searchId}
            type="search"
            placeholder={words('searchPlaceholder')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </span>
      </div>
      {ids.length >= mostCompared ? (
        <p className="soft">{words('full', { most: formats.count(mostCompared) })}</p>
      ) : null}
      {detail.data ? (
        <RunList
          runs={detail.data.runs}
          bestId={sweep.best?.runId}
          search={search}
          ids={ids}
          setIds={setIds}
        />
      ) : (
        <Skeleton lines={6} />
      )}
    </div>
  );
}

function RunList({
  runs,
  bestId,
  search,
  ids,
  setIds,
}: RunSearchProps & { runs: readonly RunRow[]; bestId: string | undefined; search: string }) {
  const words = useTranslations('compare.picker');
  const names = useNames();
  const formats = useFormats();
  const terms = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = runs.filter((run) => {
    const text = `v${run.variantIndex + 1} s${run.seed} ${names.variant(run.levels)} ${run.state} ${run.id}`;
    return terms.every((term) => text.toLowerCase().includes(term));
  });
  // The best first: that is whom one mostly looks for.
  const ordered = [...found.filter(({ id }) => id === bestId), ...found.filter(({ id }) => id !== bestId)];
  if (found.length === 0) return <p>{words('none')}</p>;
  return (
    <>
      <ul className={styles['runList']}>
        {ordered.slice(0, mostListed).map((run) => (
          <li key={run.id}>
            <Check
              checked={ids.includes(run.id)}
              disabled={!ids.includes(run.id) && ids.length >= mostCompared}
              onChange={(isAdded) => setIds(isAdded ? [...ids, run.id] : ids.filter((id) => id !== run.id))}
            >
              <span className="soft">{words('run', { variant: run.variantIndex + 1, seed: run.seed })}</span>{' '}
              {names.variant(run.levels)}
              {run.id === bestId ? <strong> {words('best')}</strong> : null}
            </Check>
            <StateBadge state={run.state} />
          </li>
        ))}
      </ul>
      {found.length > mostListed ? (
        <p className="soft small">
          {words('shown', { shown: formats.count(mostListed), all: formats.count(found.length) })}
        </p>
      ) : null}
    </>
  );
}
