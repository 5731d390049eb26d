/** Languages of the interface, as BCP 47 tags. */
export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

/** What each language calls itself. */
export const languageNames: Record<Language, string> = { en: 'English', 'zh-CN': '简体中文' };

export const languageCookie = 'heldout_language';

export interface Locale {
  /** Of the words. */
  language: Language;
  /** Of numbers and dates: the person's own, which may be one that the interface is not translated into (de-CH). */
  numbers: string;
}

function isLanguage(value: string | undefined): value is Language {
  return languages.some((language) => language === value);
}

/** The tags of an Accept-Language header (RFC 9110 §12.5.4), the preferred one first. */
export function preferredTags(acceptLanguage: string | null): string[] {
  return (acceptLanguage ?? '')
    .split(',')
    .map((part, index) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((each) => /^\s*q=([\d.]+)$/.exec(each)?.[1]).find(Boolean);
      return { tag: tag.trim(), quality: Number(quality ?? 1), index };
    })
    .filter(({ tag, quality }) => tag !== '' && tag !== '*' && quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index)
    .map(({ tag }) => tag);
}

/**
 * The language that was chosen, else the first of the browser's that the interface speaks, else English; numbers and
 * dates follow the browser.
 */
export function negotiateLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  const tags = preferredTags(acceptLanguage);
  const language = isLanguage(chosen) ? chosen : (tags.map(languageOf).find(isLanguage) ?? 'en');
  return { language, numbers: tags.find(isSupported) ?? language };
}

function languageOf(tag: string): Language | undefined {
  const primary = tag.toLowerCase().split('-')[0];
  if (primary === 'zh') return 'zh-CN';
  return primary === 'en' ? 'en' : undefined;
}

function isSupported(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    // Not a language tag at all.
    return false;
  }
}
