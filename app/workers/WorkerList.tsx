'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { type WorkerRow, workerListSchema } from '@/lib/domain/api';
import { ApiError, fetchJson, messageOf } from '../client/api';
import componentStyles from '../components/components.module.css';
import { Notice } from '../components/Notice';
import { PageHeader } from '../components/PageHeader';
import { EmptyState } from '../components/ui/EmptyState';
import { WorkerTable } from './WorkerTable';
import { workersKey } from './workersKey';

const refreshMs = 5000;

export function WorkerList({ initial }: { initial: WorkerRow[] }) {
  const words = useTranslations('workers');
  const { data, error } = useQuery({
    queryKey: workersKey,
    queryFn: ({ signal }) => fetchJson('/api/v1/workers', workerListSchema, { signal }),
    initialData: { workers: initial },
    refetchInterval: refreshMs,
  });
  return (
    <>
      <PageHeader title={words('title')} lead={words('lead')} />
      {/* That the server does not answer is said by the shell. */}
      {error && !(error instanceof ApiError && error.code === 'server_unreachable') ? (
        <Notice kind="warning">
          {words('old')}{' '}
          <span lang="en" translate="no">
            {messageOf(error)}
          </span>
        </Notice>
      ) : null}
      {data.workers.length === 0 ? <NoWorkers /> : <WorkerTable workers={data.workers} />}
    </>
  );
}

function NoWorkers() {
  const words = useTranslations('workers.empty');
  return (
    <EmptyState title={words('title')}>
      <p>{words.rich('text', { code: (chunks) => <code>{chunks}</code> })}</p>
      <code className={componentStyles['code']} translate="no">
        npm run -s heldout -- worker
      </code>
      <p className="soft">{words('elsewhere')}</p>
      <code className={componentStyles['code']} translate="no">
        HELDOUT_WORKER_TOKEN=… npm run -s heldout -- worker --server https://…
      </code>
    </EmptyState>
  );
}
