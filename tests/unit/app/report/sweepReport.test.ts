import { describe, expect, it } from 'vitest';
import { type Block, toHtml, toMarkdown } from '@/app/report/document';
import { type ReportData, sweepReport } from '@/app/report/sweepReport';
import { reportLanguageSchema, reportWriting } from '@/app/report/writing';
import { sweepAnswerOf } from '@/lib/stats/answer';
import { inputRun } from '../../lib/stats/answerInputs';
import { balanced } from '../../lib/stats/sweepRuns';
import { en, named, namedInput, whole, zh } from '../answer/answers';
import { data } from './reports';

const headings = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
const htmlOf = (of: ReportData, writing = en) =>
  toHtml(sweepReport(of, writing), { title: 'Report', language: writing.formats.locale.language });

describe('the report of a sweep', () => {
  it('tells the verdicts first, then what they come from, then how to do it again', () => {
    expect(headings(sweepReport(data, en))).toEqual([
      'Report: Positions',
      'What the sweep shows',
      'Effects of the factors',
      'Main effects',
      'Interactions',
      'Ablation table',
      'Best and baseline on the same sentences',
      'Seeds and power',
      'Overfitting',
      'What a budget buys',
      'Probability of improvement',
      'Analysis of variance',
      'How the numbers came about',
      'Reproducibility',
      'The sweep file',
    ]);
  });

  it('says what chose, what reports, how many were tried, and over how many tests it corrected', () => {
    const text = toMarkdown(sweepReport(data, en));
    expect(text).toMatch(
      /^# Report: Positions\n\nDo learned positions help\?\n\n## What the sweep shows\n\n- positions: sinusoidal beats learned by /,
    );
    expect(text).toContain('were chosen on validation BLEU; test BLEU is reported and chose nothing.');
    expect(text).toContain('8 variants and 24 runs were tried; 24 take part; 3 seeds.');
    expect(text).toContain('Holm’s correction is over 6 tests: all main effects and interactions.');
    expect(text).toContain('Signature: heldout-answer\\|v:1\\|');
    expect(text).toContain(
      'sinusoidal, d_model 256, source END on against learned, d_model 256, source END on, BLEU: +1.8 [0.2, 3.5] over seeds and sentences; with these seeds alone redrawn sentences give [0.9, 2.8].',
    );
  });

  it('is in Chinese what it is in English', () => {
    const [english, chinese] = [sweepReport(data, en), sweepReport(data, zh)];
    expect(chinese.map(({ kind }) => kind)).toEqual(english.map(({ kind }) => kind));
    const text = toMarkdown(chinese);
    expect(text).toContain('# 报告：位置');
    expect(text).toContain('共尝试 8 个变体、24 个运行；24 个参与统计；3 个种子。');
    for (const heading of headings(chinese)) expect(heading).toMatch(/\p{Script=Han}/u);
  });

  it('says why two variants could not be compared, and leaves out what there is none of', () => {
    const plain = {
      ...data,
      question: '',
      comparison: { reason: 'there are no two variants with ended runs.' },
      answer: { ...whole, effects: [], interactions: [], anova: null, budget: null },
    };
    const blocks = sweepReport(plain, en);
    expect(headings(blocks)).not.toContain('Analysis of variance');
    const text = toMarkdown(blocks);
    expect(text).toContain(
      'The two could not be compared sentence by sentence: there are no two variants with ended runs.',
    );
    expect(text).toContain('No two runs differ in one factor alone, so no effect can be told apart.');
  });

  it('of what must not be compared, or was not measured, has the reason and no number', () => {
    const runs = named(balanced()).map(inputRun);
    const [first] = runs;
    if (first?.tested.best)
      first.tested.best.scores['test/bleu'] = { value: 99, signature: 'nrefs:1|tok:zh' };
    const refused = sweepAnswerOf(namedInput({ runs }));
    const text = toMarkdown(sweepReport({ ...data, answer: refused }, en));
    expect(text).toContain(
      '- No answer: these runs must not be compared.\n\ntest BLEU is not compared: it was computed in different ways (',
    );
    expect(text).not.toContain('## Ablation table');
    const empty = toMarkdown(sweepReport({ ...data, answer: sweepAnswerOf(namedInput({ runs: [] })) }, en));
    expect(empty).toContain('- No run has come to its end with a measured result yet.');
    expect(empty).not.toContain('## Ablation table');
    expect(empty).toContain('## Reproducibility');
  });
});

describe('an interaction in the report', () => {
  it('says where it rests on fewer seeds than the sweep has, in text and to who does not see its panel', async () => {
    expect(toMarkdown(sweepReport(data, en))).not.toContain('of the sweep’s 3 seeds');
    const interactions = whole.interactions.map((each, at) => (at === 0 ? { ...each, seeds: 1 } : each));
    const fewer = { ...data, answer: { ...whole, interactions } };
    const text = toMarkdown(sweepReport(fewer, en));
    expect(text.match(/on 1 of the sweep’s 3 seeds/g)).toHaveLength(1);
    expect(text).toMatch(
      /^- positions × d_model: .*; on 1 of the sweep’s 3 seeds, for the others lack runs/m,
    );
    expect(toMarkdown(sweepReport(fewer, zh))).toContain('只基于本次扫描 3 个种子中的 1 个');
    expect(await htmlOf(fewer)).toMatch(/aria-label="positions × d_model\. [^"]*on 1 of the sweep’s 3 seeds/);
  });
});

describe('the report as one HTML file', () => {
  it('needs nothing else: no script, no handler, no address but that of its own parts', async () => {
    for (const writing of [en, zh]) {
      const html = await htmlOf(data, writing);
      expect(html).not.toMatch(/<(script|link|iframe|object|embed|img|image|use|base|form|input)\b/i);
      expect(html).not.toMatch(/\s(src|srcset|href|xlink:href|action|on[a-z]+)=/i);
      expect(html).not.toMatch(/@import|url\((?!#)/i);
      const addresses = new Set(html.match(/https?:\/\/[^"'\s<)]+/g) ?? []);
      addresses.delete('http://www.w3.org/2000/svg');
      expect([...addresses]).toEqual([]);
    }
  });

  it('shows every figure as a picture with a name', async () => {
    const html = await htmlOf(data);
    const pictures = html.match(/<svg\b/g) ?? [];
    // Effects, three main effects, three interactions, budget, improvement.
    expect(pictures).toHaveLength(9);
    expect(html.match(/<svg\b[^>]*(role="img"|aria-label)/g)).toHaveLength(9);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('escapes names that are markup, in texts, tables and figures', async () => {
    const evil = '<script>alert(1)</script>';
    const variants = whole.variants.map((variant) => ({
      ...variant,
      levels: { ...variant.levels, [evil]: evil },
    }));
    const answer = {
      ...whole,
      variants,
      effects: whole.effects.map((effect) => ({ ...effect, factor: evil, level: evil })),
      interactions: whole.interactions.map((each) => ({ ...each, columns: [evil, `"'&${evil}`] })),
    };
    const corpus = { ...data.appendix.corpus, name: evil, licence: evil };
    const appendix = { ...data.appendix, corpus, spec: evil, environment: { [evil]: [evil] } };
    const html = await htmlOf(
      { ...data, question: evil, answer, appendix, comparison: { reason: evil } },
      {
        ...en,
        name: evil,
      },
    );
    expect(html).not.toMatch(/<script/i);
    expect(html).toContain('<h1>Report: &lt;script&gt;alert(1)&lt;/script&gt;</h1>');
    const markdown = toMarkdown(sweepReport({ ...data, question: evil, answer }, { ...en, name: evil }));
    // Only the code of the sweep file may have it as it is.
    expect(markdown).not.toMatch(/(?<!\\)<script/i);
  });

  it('gives the same bytes again', async () => {
    expect(await htmlOf(data)).toBe(await htmlOf(structuredClone(data), reportWriting('Positions', 'en')));
    expect(toMarkdown(sweepReport(data, zh))).toBe(toMarkdown(sweepReport(structuredClone(data), zh)));
  });
});

describe('the language of a report', () => {
  it.each([
    [undefined, 'en'],
    ['en', 'en'],
    ['zh', 'zh-CN'],
    ['zh-CN', 'zh-CN'],
  ])('asked for as %s is %s', (asked, language) => {
    expect(reportLanguageSchema.parse(asked)).toBe(language);
  });

  it('is refused where there is no such', () => {
    expect(reportLanguageSchema.safeParse('de').success).toBe(false);
  });
});
