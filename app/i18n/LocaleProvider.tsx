'use client';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import { FormatsProvider } from '../format/useFormats';
import type { Locale } from './locales';
import { messagesOf } from './messages';

/** Times are shown in the browser's zone by components/Timestamp; messages format none. */
const timeZone = 'UTC';

/** Words and formats of the locale, for all that is inside. */
export function LocaleProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  return (
    <IntlProvider locale={locale.language} messages={messagesOf[locale.language]} timeZone={timeZone}>
      <FormatsProvider locale={locale}>{children}</FormatsProvider>
    </IntlProvider>
  );
}
