import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import { comparedRuns, letterOf } from '@/app/compare/compared';
import { settingsOf } from '@/app/compare/differences';
import { newestTestSample, sharedSentences } from '@/app/compare/sharedSentences';
import { createFormats } from '@/app/format/formats';
import { createNames } from '@/app/format/names';
import { en } from '@/app/i18n/en';
import type { RunDetail } from '@/lib/domain/api';
import { resolveConfig } from '@/lib/domain/config';
import { run } from '../sweeps/[id]/table/rows';

const formats = createFormats({ language: 'en', numbers: 'en' });
const names = createNames(formats);
const words = createTranslator({ locale: 'en', messages: en, namespace: 'compare' });

function detail(seed: number, dModel: number): RunDetail {
  return {
    run: run(0, seed),
    sweepName: 'widths',
    corpus: {
      id: 'corpus',
      slug: 'phrasebook',
      name: 'Phrasebook',
      sourceLanguage: 'en',
      targetLanguage: 'zh',
      licence: 'CC0',
      origin: 'generated',
      generated: true,
      pairCount: 1,
      distinctSources: 1,
      removed: {},
      fingerprint: '',
      bytes: 1,
      createdAtMs: 0,
    },
    settings: { dModel },
    config: resolveConfig({ dModel }),
    facts: null,
    attempts: [],
    models: [],
  };
}

describe('runs of a comparison', () => {
  it('have a letter each, also past Z', () => {
    expect([0, 25, 26, 52].map(letterOf)).toEqual(['A', 'Z', 'A2', 'A3']);
    const [first, second] = comparedRuns([detail(1, 64), detail(2, 64)], names, formats);
    expect(first?.name).toBe('A · positions learned, source END on · seed 1'.replace('positions ', ''));
    expect(second?.letter).toBe('B');
    expect(second?.look).not.toEqual(first?.look);
  });

  it('differ in what was changed and in what follows from it', () => {
    const settings = settingsOf([detail(1, 64), detail(2, 128)], { words, names, formats });
    expect(settings.filter(({ differs }) => differs).map(({ id, texts }) => [id, ...texts])).toEqual([
      ['dModel', '64', '128'],
      ['dFf', '256', '512'],
      ['seed', '1', '2'],
    ]);
    expect(settings.find(({ id }) => id === 'testHash')?.texts).toEqual([undefined, undefined]);
  });
});

describe('translations side by side', () => {
  const sentence = (source: string, hypothesis: string) => ({ source, references: ['参考'], hypothesis });

  it('are of the sentences that two runs or more have translated', () => {
    const shared = sharedSentences([
      { runId: 'a', sentences: [sentence('one', '一'), sentence('two', '二')] },
      { runId: 'b', sentences: [sentence('two', '两'), sentence('three', '三')] },
      { runId: 'c', sentences: [sentence('two', '二')] },
    ]);
    expect(shared).toEqual([
      { source: 'two', references: ['参考'], hypotheses: ['二', '两', '二'], differs: true },
    ]);
  });

  it('take the newest test sample of a run that is not over', () => {
    const sample = (step: number, split: 'train' | 'test') => ({
      step,
      epoch: step,
      split,
      items: [sentence('one', String(step))],
    });
    expect(newestTestSample([sample(1, 'test'), sample(3, 'test'), sample(4, 'train')])[0]?.hypothesis).toBe(
      '3',
    );
    expect(newestTestSample([])).toEqual([]);
  });
});
