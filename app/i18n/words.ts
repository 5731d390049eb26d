import type { NamespaceKeys, NestedKeyOf, useTranslations } from 'use-intl';
import type { Messages } from './en';
import './messages';

/** The translator of one area, for functions outside React that put sentences together: `words('key', {count})`. */
export type Words<Area extends NamespaceKeys<Messages, NestedKeyOf<Messages>>> = ReturnType<
  typeof useTranslations<Area>
>;
