import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { RunRow } from '@/lib/domain/api';
import { EmptyState } from '../../../components/ui/EmptyState';
import { runPath } from '../RunTabs';

/** A run without a point: what it waits for, or where it says why it has none. */
export function NothingMeasured({ run }: { run: Pick<RunRow, 'id' | 'state'> }) {
  const words = useTranslations('run.states');
  const kind = run.state === 'finished' || run.state === 'stopped' ? 'failed' : run.state;
  return (
    <EmptyState title={words(kind)}>
      <p>
        {words.rich(`${kind}Text`, {
          link: (chunks: ReactNode) => <Link href="/workers">{chunks}</Link>,
          log: (chunks: ReactNode) => <Link href={runPath(run.id, 'log')}>{chunks}</Link>,
        })}
      </p>
    </EmptyState>
  );
}
