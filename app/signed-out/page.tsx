import type { Metadata } from 'next';
import componentStyles from '../components/components.module.css';
import { PageHeader } from '../components/PageHeader';

export const metadata: Metadata = { title: 'Signed out' };

export default function SignedOut() {
  return (
    <>
      <PageHeader
        title="Signed out"
        lead="This browser has no session with this dashboard, or it has ended."
      />
      <p>
        Open the address that the dashboard printed when it started. Each address works once; for a new one,
        run:
      </p>
      <code className={componentStyles['code']}>npm run -s heldout -- login</code>
      <p className="soft">
        Run it in the project's folder, on the machine that the dashboard runs on. It prints an address to
        open here.
      </p>
    </>
  );
}
