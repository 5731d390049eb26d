import type { Metadata } from 'next';
import componentStyles from '../components/components.module.css';
import { PageHeader } from '../components/PageHeader';
import { requestWords } from '../i18n/request';

export async function generateMetadata(): Promise<Metadata> {
  const words = await requestWords('states.signedOut');
  return { title: words('title') };
}

export default async function SignedOut() {
  const words = await requestWords('states.signedOut');
  return (
    <>
      <PageHeader title={words('title')} lead={words('lead')} />
      <p>{words('how')}</p>
      <code className={componentStyles['code']} translate="no">
        npm run -s heldout -- login
      </code>
      <p className="soft">{words('where')}</p>
    </>
  );
}
