'use client';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Locale } from '../i18n/locales';
import { createFormats, type Formats } from './formats';
import { createNames, type Names } from './names';

/** Both for one locale. */
interface Writing {
  formats: Formats;
  names: Names;
}

function writingOf(locale: Locale): Writing {
  const formats = createFormats(locale);
  return { formats, names: createNames(formats) };
}

const WritingContext = createContext<Writing>(writingOf({ language: 'en', numbers: 'en' }));

export function FormatsProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  const writing = useMemo(
    () => writingOf({ language: locale.language, numbers: locale.numbers }),
    [locale.language, locale.numbers],
  );
  return <WritingContext.Provider value={writing}>{children}</WritingContext.Provider>;
}

/** How quantities are written for this person. */
export function useFormats(): Formats {
  return useContext(WritingContext).formats;
}

/** How hyperparameters, variants and metrics are named in this person's language. */
export function useNames(): Names {
  return useContext(WritingContext).names;
}
