import type { Metadata } from 'next';
import { readStorage } from '@/lib/server/storage';
import { listTokens } from '@/lib/server/tokens';
import manifest from '@/package.json';
import { PageHeader } from '../components/PageHeader';
import { Problem } from '../components/Problem';
import { requestWords } from '../i18n/request';
import { loadPage } from '../load';
import { Appearance } from './Appearance';
import { Backup } from './Backup';
import { Storage } from './Storage';
import styles from './settings.module.css';
import { ThisServer } from './ThisServer';
import { Tokens } from './Tokens';

export async function generateMetadata(): Promise<Metadata> {
  const words = await requestWords('settings');
  return { title: words('title') };
}

export default async function SettingsPage() {
  const words = await requestWords('settings');
  const loaded = await loadPage(() => ({ tokens: listTokens(), storage: readStorage() }));
  if (!loaded.ok) return <Problem message={loaded.message} />;
  const { tokens, storage } = loaded.value;
  return (
    <div className={styles['page']}>
      <PageHeader title={words('title')} />
      <Appearance />
      <Tokens initial={tokens} />
      <Backup />
      <Storage storage={storage} />
      <ThisServer version={manifest.version} home={storage.home} />
    </div>
  );
}
