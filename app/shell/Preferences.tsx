'use client';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useFormats } from '../format/useFormats';
import { type Language, languageCookie } from '../i18n/locales';
import { type Theme, themeCookie } from './themes';

interface Preferences {
  theme: Theme;
  setTheme: (theme: Theme) => void;
  language: Language;
  setLanguage: (language: Language) => void;
}

const PreferencesContext = createContext<Preferences | undefined>(undefined);

const yearSeconds = 365 * 24 * 3600;

/** Kept in cookies, so that the server already writes its pages as this person wants them. */
export function PreferencesProvider({ theme: initial, children }: { theme: Theme; children: ReactNode }) {
  const router = useRouter();
  const { language } = useFormats().locale;
  const [theme, setTheme] = useState(initial);
  const preferences = useMemo<Preferences>(
    () => ({
      theme,
      language,
      setTheme(chosen) {
        keep(themeCookie, chosen);
        // At once, also for what reads the colours (the charts): the page is not made anew for it.
        if (chosen === 'system') delete document.documentElement.dataset['theme'];
        else document.documentElement.dataset['theme'] = chosen;
        setTheme(chosen);
      },
      setLanguage(chosen) {
        keep(languageCookie, chosen);
        router.refresh();
      },
    }),
    [theme, language, router],
  );
  return <PreferencesContext.Provider value={preferences}>{children}</PreferencesContext.Provider>;
}

export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (!preferences) throw new Error('usePreferences: there is no PreferencesProvider around this component');
  return preferences;
}

function keep(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing from browsers that are in use
  document.cookie = `${name}=${value}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`;
}
