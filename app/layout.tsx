import { CSPProvider } from '@base-ui/react/csp-provider';
import type { Metadata } from 'next';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { QueryProvider } from './client/QueryProvider';
import { Toasts } from './components/ui/Toasts';
import { LocaleProvider } from './i18n/LocaleProvider';
import { requestLocale, requestWords } from './i18n/request';
import styles from './layout.module.css';
import { CommandPalette } from './shell/CommandPalette';
import { OfflineBar } from './shell/OfflineBar';
import { PreferencesProvider } from './shell/Preferences';
import { Shortcuts } from './shell/Shortcuts';
import { TopBar } from './shell/TopBar';
import { requestTheme } from './theme';
import './styles/tokens.css';
import './styles/base.css';

export async function generateMetadata(): Promise<Metadata> {
  const words = await requestWords('shell');
  return { title: { default: 'Heldout', template: '%s · Heldout' }, description: words('description') };
}

/** Every page carries this request's CSP nonce, so none can be rendered ahead of time. */
export const dynamic = 'force-dynamic';

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, theme, words] = await Promise.all([requestLocale(), requestTheme(), requestWords('shell')]);
  return (
    <html lang={locale.language} data-theme={theme === 'system' ? undefined : theme}>
      <body>
        <a href="#main" className={styles['skip']}>
          {words('skip')}
        </a>
        <LocaleProvider locale={locale}>
          <QueryProvider>
            <NuqsAdapter>
              {/* Style elements without this request's nonce would be refused; the style sheets have what they set. */}
              <CSPProvider disableStyleElements>
                <PreferencesProvider theme={theme}>
                  <Toasts>
                    <Shortcuts>
                      <CommandPalette>
                        <TopBar />
                        <OfflineBar />
                        <main id="main" className={styles['main']}>
                          {children}
                        </main>
                      </CommandPalette>
                    </Shortcuts>
                  </Toasts>
                </PreferencesProvider>
              </CSPProvider>
            </NuqsAdapter>
          </QueryProvider>
        </LocaleProvider>
      </body>
    </html>
  );
}
