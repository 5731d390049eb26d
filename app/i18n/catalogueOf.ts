import type { CatalogueTexts } from './catalogueTexts';
import { enCatalogue } from './enCatalogue';
import type { Language } from './locales';
import { zhCatalogue } from './zhCatalogue';

export const catalogueOf: Record<Language, CatalogueTexts> = { en: enCatalogue, 'zh-CN': zhCatalogue };
