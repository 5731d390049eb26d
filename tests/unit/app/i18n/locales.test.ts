import { describe, expect, it } from 'vitest';
import { negotiateLocale, preferredTags } from '@/app/i18n/locales';

describe('the languages a browser asks for', () => {
  it('are read in the order of their quality, then of the header', () => {
    expect(preferredTags('de-CH, en;q=0.7, zh-TW;q=0.9, *;q=0.1, fr;q=0')).toEqual(['de-CH', 'zh-TW', 'en']);
    expect(preferredTags('en ; q=0.5,zh')).toEqual(['zh', 'en']);
    expect(preferredTags(null)).toEqual([]);
  });
});

describe('the locale', () => {
  it('is the language that was chosen, with the numbers of the browser', () => {
    expect(negotiateLocale('zh-CN', 'de-CH,en;q=0.5')).toEqual({ language: 'zh-CN', numbers: 'de-CH' });
    expect(negotiateLocale('en', 'zh-CN')).toEqual({ language: 'en', numbers: 'zh-CN' });
  });

  it('is else the first of the browser that the interface speaks, every Chinese being one', () => {
    expect(negotiateLocale(undefined, 'fr,zh-TW;q=0.9,en;q=0.8')).toEqual({
      language: 'zh-CN',
      numbers: 'fr',
    });
    expect(negotiateLocale(undefined, 'en-GB,zh;q=0.9').language).toBe('en');
    expect(negotiateLocale(undefined, 'zh-Hans-CN').language).toBe('zh-CN');
  });

  it('is English without a known one, and for what is no language at all', () => {
    expect(negotiateLocale(undefined, null)).toEqual({ language: 'en', numbers: 'en' });
    expect(negotiateLocale('klingon', 'fr')).toEqual({ language: 'en', numbers: 'fr' });
    expect(negotiateLocale('../../etc', '!!, _;q=1')).toEqual({ language: 'en', numbers: 'en' });
  });
});
