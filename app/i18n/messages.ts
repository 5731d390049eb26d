import { en, type Messages } from './en';
import type { Language } from './locales';
import { zh } from './zh';

/** Every sentence of the interface, by area, as ICU messages (unicode-org.github.io/icu/userguide/format_parse/messages). */
export const messagesOf: Record<Language, Messages> = { en, 'zh-CN': zh };

declare module 'use-intl' {
  interface AppConfig {
    Messages: Messages;
    Locale: Language;
  }
}
