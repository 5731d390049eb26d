import type { Metadata } from 'next';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { Nav } from './components/Nav';
import styles from './layout.module.css';
import './styles/tokens.css';
import './styles/base.css';

export const metadata: Metadata = {
  title: { default: 'Heldout', template: '%s · Heldout' },
  description: 'Which change helped on sentences the model has never seen?',
};

/** Every page carries this request's CSP nonce, so none can be rendered ahead of time. */
export const dynamic = 'force-dynamic';

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <a href="#main" className={styles['skip']}>
          Skip to content
        </a>
        <Nav />
        <main id="main" className={styles['main']}>
          <NuqsAdapter>{children}</NuqsAdapter>
        </main>
      </body>
    </html>
  );
}
