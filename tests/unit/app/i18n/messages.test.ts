import { describe, expect, it } from 'vitest';
import { en } from '@/app/i18n/en';
import { enCatalogue } from '@/app/i18n/enCatalogue';
import { zh } from '@/app/i18n/zh';
import { zhCatalogue } from '@/app/i18n/zhCatalogue';
import { catalogue } from '@/lib/domain/config';
import { partsOf } from './icu';
import { usesIn } from './messageUses';
import { pageSources } from './sources';

interface Tree {
  [key: string]: string | Tree;
}

function flat(tree: Tree, prefix = ''): Map<string, string> {
  const messages = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') messages.set(prefix + key, value);
    else for (const [path, message] of flat(value, `${prefix}${key}.`)) messages.set(path, message);
  }
  return messages;
}

const english = flat(en);
const chinese = flat(zh);
const han = /\p{Script=Han}/u;
/** Names of formats, metrics and keys, which are written alike in both languages. */
const sameInBoth = new Set(
  'BLEU chrF TER YAML CSV TMX JSON Lines PNG SVG GPU CPU SHA gettext PO Moses Heldout log Ctrl Shift Alt Esc Enter Tab model ff sd px Holm'.split(
    ' ',
  ),
);

describe('the messages', () => {
  it('have the same keys in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('want the same arguments and tags in both languages', () => {
    const different = [...english].flatMap(([key, message]) => {
      const wanted = partsOf(message).needs.join(' ');
      const given = partsOf(chinese.get(key) ?? '').needs.join(' ');
      return wanted === given ? [] : [`${key}: en ${wanted || 'nothing'}, zh ${given || 'nothing'}`];
    });
    expect(different).toEqual([]);
  });

  it('count in the forms that each language has', () => {
    for (const [language, messages] of [
      ['en', english],
      ['zh-CN', chinese],
    ] as const) {
      const cardinal = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const ordinal = new Intl.PluralRules(language, { type: 'ordinal' }).resolvedOptions().pluralCategories;
      const wrong = [...messages].flatMap(([key, message]) => {
        const { plurals, ordinals } = partsOf(message);
        const isRight =
          plurals.every((forms) => forms.every((form) => cardinal.some((known) => known === form))) &&
          ordinals.every((forms) => forms.every((form) => ordinal.some((known) => known === form)));
        return isRight ? [] : [`${language} ${key}: ${message}`];
      });
      expect(wrong).toEqual([]);
    }
  });

  it('are Chinese in Chinese, but for names and signs', () => {
    const left = [...chinese].flatMap(([key, message]) => {
      const { text } = partsOf(message);
      const words = text.match(/\p{Script=Latin}{2,}/gu) ?? [];
      const isName = words.every((word) => sameInBoth.has(word));
      return han.test(text) || isName ? [] : [`${key}: ${message}`];
    });
    expect(left).toEqual([]);
  });

  it('hold no Chinese in English', () => {
    expect([...english].filter(([, message]) => han.test(message))).toEqual([]);
  });

  it('are all used', () => {
    const isUsed = usesIn(pageSources());
    const unused = [...english.keys()].filter((key) => !isUsed(key));
    expect(unused).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('has Chinese for every hyperparameter, its help, its unit and its choices', () => {
    for (const { key, unit, choices = [] } of catalogue) {
      expect(zhCatalogue.labels, key).toHaveProperty([key]);
      expect(zhCatalogue.helps[key], key).toMatch(han);
      if (unit) expect(zhCatalogue.levelUnits[key], key).toMatch(han);
      for (const choice of choices) expect(zhCatalogue.choices, key).toHaveProperty([choice]);
    }
  });

  it('has the same names in both languages', () => {
    for (const part of [
      'labels',
      'helps',
      'zeroMeans',
      'quantities',
      'units',
      'splits',
      'levelUnits',
    ] as const)
      expect(Object.keys(zhCatalogue[part]).sort(), part).toEqual(Object.keys(enCatalogue[part]).sort());
  });

  it('gives no two hyperparameters one name', () => {
    for (const { labels } of [enCatalogue, zhCatalogue])
      expect(new Set(Object.values(labels)).size).toBe(Object.keys(labels).length);
  });

  it('joins split and quantity as each language does', () => {
    expect(enCatalogue.metric('test', 'loss')).toBe('test loss');
    expect(zhCatalogue.metric('测试集', '损失')).toBe('测试集损失');
    expect(zhCatalogue.metric('测试集', 'BLEU')).toBe('测试集 BLEU');
  });
});
