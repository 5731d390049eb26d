'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { messageOf } from '../../../client/api';
import { Notice } from '../../../components/Notice';
import { CopyButton } from '../../../components/ui/CopyButton';
import { Skeleton } from '../../../components/ui/Skeleton';
import { useSweep } from '../SweepProvider';
import styles from './setup.module.css';
import { fetchSpecText } from './specText';

/** The whole sweep as a file that the form, the command line and the API take. */
export function SpecText() {
  const words = useTranslations('sweep.setup');
  const { sweep, spec } = useSweep().detail;
  const { data, error } = useQuery({
    queryKey: ['spec', sweep.id, JSON.stringify(spec)],
    queryFn: ({ signal }) => fetchSpecText(sweep.id, signal),
  });
  return (
    <section aria-labelledby="spec">
      <div className={styles['title']}>
        <h2 id="spec">{words('spec')}</h2>
        {data === undefined ? null : <CopyButton text={data} label={words('copyYaml')} />}
        <a className="button" href={`/api/v1/sweeps/${sweep.id}/spec`} download>
          {words('downloadYaml')}
        </a>
        <Link className="button" href={`/sweeps/new?from=${sweep.id}`}>
          {words('newSweep')}
        </Link>
      </div>
      {data === undefined ? (
        error ? (
          <Notice kind="error">
            <span lang="en" translate="no">
              {messageOf(error)}
            </span>
          </Notice>
        ) : (
          <Skeleton lines={12} />
        )
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre className={styles['yaml']} tabIndex={0} translate="no">
          {data}
        </pre>
      )}
    </section>
  );
}
