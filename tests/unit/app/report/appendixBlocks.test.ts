import { describe, expect, it } from 'vitest';
import { appendixBlocks } from '@/app/report/appendixBlocks';
import type { Appendix } from '@/lib/domain/appendix';
import { en, zh } from '../answer/answers';
import { appendix } from './reports';

const blocksOf = (of: Appendix, writing = en) =>
  appendixBlocks(of, { words: writing.reportWords, names: writing.names, formats: writing.formats });

describe('the appendix of a report', () => {
  it('has all that it takes to do the sweep again', () => {
    expect(blocksOf(appendix)).toEqual([
      { kind: 'heading', level: 2, text: 'Reproducibility' },
      {
        kind: 'list',
        items: [
          `Corpus: Tatoeba: 29,909 pairs, CC BY 2.0 FR, fingerprint ${'f'.repeat(64)}`,
          `Splits: 26,000, 27,000 training, 1,495 validation and ? test pairs; split ${'d'.repeat(64)}, test set ${'e'.repeat(64)}`,
          'Seeds: 1, 2, 3',
          'Selection: The step with the greatest validation BLEU; reported is test BLEU.',
          'Compute: 24 runs, 25 attempts, 2 h 03 min trained in all',
          'Environment, os: linux',
          'Environment, threads: 1; 2',
          'Score signatures, test/bleu: nrefs:1|case:mixed',
          'Versions: heldout 0.1.0, node v20.19.0',
        ],
      },
      { kind: 'paragraph', text: 'The last run ended 2026-05-04 09:05 (UTC).' },
      { kind: 'heading', level: 2, text: 'The sweep file' },
      { kind: 'code', text: 'name: Positions\n' },
    ]);
  });

  it('is written in Chinese, and of a loss says the least', () => {
    const selection = { metric: 'validation/loss', goal: 'minimize' as const, report: 'test/bleu' };
    const [, list] = blocksOf({ ...appendix, selection }, zh);
    const items = list?.kind === 'list' ? list.items : [];
    expect(items).toContain('选择: 取 验证集损失 最小的步；报告 测试集 BLEU。');
    expect(items.join()).not.toMatch(/[{}]|report\./);
  });

  it('has no date before a run has ended', () => {
    const kinds = blocksOf({ ...appendix, lastEndedAtMs: null }).map(({ kind }) => kind);
    expect(kinds).toEqual(['heading', 'list', 'heading', 'code']);
  });
});
