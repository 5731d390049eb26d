import { useTranslations } from 'use-intl';
import type { RunDetail } from '@/lib/domain/api';
import { FactList } from './FactList';

/** Where it was trained, in the worker's own words. */
export function Environment({ detail }: { detail: RunDetail }) {
  const words = useTranslations('run.model');
  if (!detail.facts) return <p className="soft">{words('later')}</p>;
  return (
    <div lang="en" translate="no">
      <FactList facts={Object.entries(detail.facts.environment).map(([name, value]) => ({ name, value }))} />
    </div>
  );
}
