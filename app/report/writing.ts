import { createTranslator } from 'use-intl/core';
import { z } from 'zod';
import { createFormats } from '../format/formats';
import { createNames } from '../format/names';
import type { Language } from '../i18n/locales';
import { messagesOf } from '../i18n/messages';
import type { ReportWriting } from './sweepReport';

/** The language of a file that is asked for by its address: what a browser prefers must not change its bytes. */
export const reportLanguageSchema = z
  .enum(['en', 'zh', 'zh-CN'])
  .default('en')
  .transform((language): Language => (language === 'en' ? 'en' : 'zh-CN'));

const numberLocales: Record<Language, string> = { en: 'en-GB', 'zh-CN': 'zh-CN' };

/** What a report of the sweep of this name is written with. */
export function reportWriting(name: string, language: Language): ReportWriting {
  const formats = createFormats({ language, numbers: numberLocales[language] });
  const messages = messagesOf[language];
  return {
    name,
    formats,
    names: createNames(formats),
    words: createTranslator({ locale: language, messages, namespace: 'answer' }),
    verdictWords: createTranslator({ locale: language, messages, namespace: 'verdicts' }),
    reportWords: createTranslator({ locale: language, messages, namespace: 'report' }),
  };
}
