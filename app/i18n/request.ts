import { cookies, headers } from 'next/headers';
import { createTranslator, type NamespaceKeys, type NestedKeyOf } from 'use-intl/core';
import type { Messages } from './en';
import { type Locale, languageCookie, negotiateLocale } from './locales';
import { messagesOf } from './messages';

/** The locale of the request that a page is made for. */
export async function requestLocale(): Promise<Locale> {
  const [jar, received] = await Promise.all([cookies(), headers()]);
  return negotiateLocale(jar.get(languageCookie)?.value, received.get('accept-language'));
}

/** The translator of one area for server components; client components call useTranslations. */
export async function requestWords<Area extends NamespaceKeys<Messages, NestedKeyOf<Messages>>>(
  namespace: Area,
) {
  const { language } = await requestLocale();
  return createTranslator({ locale: language, messages: messagesOf[language], namespace });
}
