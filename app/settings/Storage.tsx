'use client';
import { useTranslations } from 'use-intl';
import type { Storage as StorageFigures } from '@/lib/domain/storage';
import { useFormats } from '../format/useFormats';
import { Section } from './Section';
import styles from './settings.module.css';

export function Storage({ storage: { bytes, counts } }: { storage: StorageFigures }) {
  const words = useTranslations('settings.storage');
  const formats = useFormats();
  const { sweeps, runs, points, samples, corpora, models } = counts;
  const parts = [
    { key: 'database', bytes: bytes.database },
    { key: 'corpora', bytes: bytes.corpora },
    { key: 'models', bytes: bytes.models },
    { key: 'backups', bytes: bytes.backups },
    { key: 'free', bytes: bytes.free },
  ] as const;
  const holds = {
    database: words('databaseHolds', { sweeps, runs, points, samples }),
    corpora: words('corporaHold', { corpora }),
    models: words('modelsHold', { models }),
    backups: words('backupsHold'),
    free: words('freeMeans'),
  };
  return (
    <Section title={words('title')} lead={words('lead')}>
      <table className={styles['storage']}>
        <thead>
          <tr>
            <th scope="col">{words('part')}</th>
            <th scope="col" className="number">
              {words('size')}
            </th>
            <th scope="col">{words('holds')}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ key, bytes: size }) => (
            <tr key={key}>
              <th scope="row">{words(`parts.${key}`)}</th>
              <td className="number">{formats.bytes(size)}</td>
              <td className="soft">{holds[key]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
