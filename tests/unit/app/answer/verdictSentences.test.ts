import { describe, expect, it } from 'vitest';
import { verdictSentences } from '@/app/answer/verdictSentences';
import type { LearningCurve, SweepAnswer, Verdict } from '@/lib/domain/answer';
import { sweepAnswerOf } from '@/lib/stats/answer';
import { inputOf } from '../../lib/stats/answerInputs';
import { factorial } from '../../lib/stats/sweepRuns';
import { effect, inChinese, inEnglish, interaction, named, namedInput, saying, whole } from './answers';

/** The first sentence of each language: what the verdict itself says. */
function said(answer: SweepAnswer): [string | undefined, string | undefined] {
  const [english] = verdictSentences(answer, inEnglish);
  const [chinese] = verdictSentences(answer, inChinese);
  return [english?.text, chinese?.text];
}

const difference: Verdict = { kind: 'difference', effect: 0, oneSeed: false };

describe('a difference', () => {
  it('is told from the better side, with its interval, pairs and corrected p', () => {
    expect(said(saying(difference))).toEqual([
      'positions: learned beats sinusoidal by 1.8 BLEU [0.9, 2.7] on unseen sentences, in 15 of 16 matched pairs (Holm p = 0.002).',
      '位置编码：在未见过的句子上，可学习 优于 正弦，相差 1.8 BLEU [0.9, 2.7]，16 个配对中有 15 个如此（Holm p = 0.002）。',
    ]);
  });

  it('counts no tie for either side', () => {
    const better = { ...effect, value: 1.8, low: 0.9, high: 2.7, better: 13, ties: 2 };
    expect(said(saying(difference, { effects: [better] }))[0]).toContain(
      'sinusoidal beats learned by 1.8 BLEU [0.9, 2.7] on unseen sentences, in 13 of 16',
    );
    expect(said(saying(difference, { effects: [{ ...effect, ties: 2 }] }))[0]).toContain('in 13 of 16');
  });

  it('of a loss has the lower one as the better', () => {
    const metric = {
      ...whole.metric,
      report: 'test/loss',
      objective: 'validation/loss',
      higherIsBetter: false,
      goal: 'minimize' as const,
    };
    const loss = { ...effect, value: -0.25, low: -0.3, high: -0.2, better: 16, holm: 0.0002 };
    expect(said(saying(difference, { metric, effects: [loss] }))[0]).toBe(
      'positions: sinusoidal beats learned by 0.250 loss [0.200, 0.300] on unseen sentences, in 16 of 16 matched pairs (Holm p < 0.001).',
    );
    const worse = { ...loss, value: 0.25, low: 0.2, high: 0.3, better: 0 };
    expect(said(saying(difference, { metric, effects: [worse] }))[0]).toContain(
      'learned beats sinusoidal by 0.250 loss [0.200, 0.300]',
    );
  });

  it('of one seed says so, and of seeds that move all cells how many observations there are', () => {
    expect(said(saying({ ...difference, oneSeed: true }))).toEqual([
      expect.stringMatching(
        /\(Holm p = 0\.002\)\. One seed: that it is the luck of this seed is not ruled out\.$/,
      ),
      expect.stringMatching(/（Holm p = 0\.002）。只有一个种子：不能排除这只是该种子的运气。$/),
    ]);
    expect(said(saying(difference, { effects: [{ ...effect, basis: 'seeds' }] }))).toEqual([
      expect.stringMatching(/ Seeds move all cells alike here, so only the 2 seeds count as observations\.$/),
      expect.stringMatching(/。此处种子对所有单元的影响一致，因此只有 2 个种子可算作观测。$/),
    ]);
  });
});

describe('what is not shown', () => {
  it('is suggested where its own interval shows it and the correction does not', () => {
    const answer = saying(
      { kind: 'suggested', effect: 0, oneSeed: false },
      { effects: [{ ...effect, holm: 0.08 }], family: 6 },
    );
    expect(said(answer)).toEqual([
      'positions: learned is ahead of sinusoidal by 1.8 BLEU [0.9, 2.7], in 15 of 16 matched pairs, but corrected for 6 tests it is not shown (Holm p = 0.080). 6 more seeds a variant would show 1 BLEU in four of five sweeps.',
      '位置编码：可学习 领先 正弦 1.8 BLEU [0.9, 2.7]，16 个配对中有 15 个如此；但按 6 次检验校正后，尚不能认定（Holm p = 0.080）。每个变体再加 6 个种子，五次扫描中有四次能显示出 1 BLEU 的差别。',
    ]);
  });

  const none = { ...effect, value: 0.3, low: -0.5, high: 1.1, holm: 0.84 };
  const noDifference: Verdict = { kind: 'no-difference', effect: 0, oneSeed: false };
  it('is told with its interval and what it would take', () => {
    expect(said(saying(noDifference, { effects: [none] }))).toEqual([
      'positions: no difference between sinusoidal and learned is shown (+0.3 BLEU [−0.5, 1.1], Holm p = 0.84). 6 more seeds a variant would show 1 BLEU in four of five sweeps.',
      '位置编码：未显示 正弦 与 可学习 有差别（+0.3 BLEU [−0.5, 1.1]，Holm p = 0.84）。每个变体再加 6 个种子，五次扫描中有四次能显示出 1 BLEU 的差别。',
    ]);
  });

  it.each([
    [{ moreSeeds: 1 }, '1 more seed a variant would show 1 BLEU in four of five sweeps.'],
    [{ moreSeeds: 0 }, 'The seeds there are would show 1 BLEU in four of five sweeps.'],
    [{ moreSeeds: null }, 'More than a thousand seeds would be needed to show 1 BLEU.'],
  ])('says with %j: %s', (changes, sentence) => {
    const [english] = said(saying(noDifference, { effects: [{ ...none, ...changes }] }));
    expect(english?.endsWith(`(+0.3 BLEU [−0.5, 1.1], Holm p = 0.84). ${sentence}`)).toBe(true);
  });

  it('cannot say what it would take from one seed, and says that it is of one', () => {
    const answer = saying(
      { ...noDifference, oneSeed: true },
      { effects: [{ ...none, moreSeeds: null }], noise: null },
    );
    expect(said(answer)).toEqual([
      expect.stringMatching(
        /How many seeds it takes cannot be said from one seed\. One seed: that it is the luck/,
      ),
      expect.stringMatching(/只有一个种子，无法说明需要多少种子。只有一个种子：不能排除/),
    ]);
  });

  it('of a single pair is no verdict', () => {
    const one = {
      ...effect,
      low: null,
      high: null,
      pValue: null,
      holm: null,
      pairs: 1,
      basis: 'none' as const,
    };
    expect(said(saying({ kind: 'cannot-tell', effect: 0 }, { effects: [one] }))).toEqual([
      'positions: sinusoidal differs from learned by −1.8 BLEU in a single matched pair; one pair cannot tell noise from effect.',
      '位置编码：正弦 与 可学习 在唯一的一个配对中相差 −1.8 BLEU；只有一对，无法区分噪声与效应。',
    ]);
  });
});

describe('an interaction', () => {
  const verdict: Verdict = { kind: 'interaction', interaction: 0 };
  it('tells where the second factor brings more, and how much', () => {
    expect(said(saying(verdict))).toEqual([
      'd_model depends on positions: 512 instead of 256 brings 2.5 BLEU [1.1, 3.9] more at positions sinusoidal than at learned (Holm p = 0.006).',
      'd_model 的作用取决于 位置编码：位置编码 为 正弦 时，以 512 代替 256 的收益比为 可学习 时多 2.5 BLEU [1.1, 3.9]（Holm p = 0.006）。',
    ]);
  });

  it('tells where it brings less, with bounds of the same sign', () => {
    const less = { ...interaction, difference: { value: -2.5, low: -3.9, high: -1.1 } };
    expect(said(saying(verdict, { interactions: [less] }))).toEqual([
      expect.stringContaining('brings 2.5 BLEU [1.1, 3.9] less at positions sinusoidal than at learned'),
      expect.stringContaining('少 2.5 BLEU [1.1, 3.9]'),
    ]);
  });

  it('of factors with more levels is told without a number, since it has several', () => {
    const many = { ...interaction, columns: [128, 256, 512], difference: null };
    expect(said(saying(verdict, { interactions: [many] }))).toEqual([
      'positions and d_model depend on each other (Holm p = 0.006).',
      '位置编码 与 d_model 相互影响（Holm p = 0.006）。',
    ]);
  });

  it('of one seed says so', () => {
    for (const interactions of [[interaction], [{ ...interaction, difference: null }]]) {
      expect(said(saying(verdict, { interactions, seeds: [1] }))).toEqual([
        expect.stringMatching(
          /\(Holm p = 0\.006\)\. One seed: that it is the luck of this seed is not ruled out\.$/,
        ),
        expect.stringMatching(/（Holm p = 0\.006）。只有一个种子：不能排除这只是该种子的运气。$/),
      ]);
    }
  });
});

describe('an interaction of fewer seeds than the sweep has', () => {
  const verdict: Verdict = { kind: 'interaction', interaction: 0 };
  const resting = (seeds: number, of: readonly number[]) =>
    saying(verdict, { interactions: [{ ...interaction, seeds }], seeds: [...of] });

  it('says how many it rests on', () => {
    expect(said(resting(2, [1, 2, 3]))).toEqual([
      expect.stringMatching(
        /\(Holm p = 0\.006\)\. It rests on 2 of the sweep’s 3 seeds: the others lack runs at some of its combinations\.$/,
      ),
      expect.stringMatching(
        /（Holm p = 0\.006）。它只基于本次扫描 3 个种子中的 2 个：其余种子缺少其中某些组合的运行。$/,
      ),
    ]);
  });

  it('says of a single one that it may be the luck of this seed', () => {
    expect(said(resting(1, [1, 2, 3]))).toEqual([
      expect.stringMatching(/It rests on 1 of the sweep’s 3 seeds: .* One seed: that it is the luck of this/),
      expect.stringMatching(/3 个种子中的 1 个：.*只有一个种子：不能排除/),
    ]);
  });

  it('adds nothing where it rests on all of them', () => {
    expect(said(resting(3, [1, 2, 3]))).toEqual(said(saying(verdict)));
  });
});

describe('the best variant', () => {
  const verdict: Verdict = { kind: 'best' };
  const best = {
    variant: 4,
    reported: { value: 31.44, low: 30.5, high: 32.4 },
    runnerUp: 0,
    lead: { value: 1.2, low: 0.2, high: 2.2 },
  };
  it('is told with what chose it, on how many seeds, and its lead', () => {
    expect(said(saying(verdict, { best }))).toEqual([
      'Chosen on validation BLEU: sinusoidal, d_model 256, source END on, with test BLEU 31.4 [30.5, 32.4] over 3 seeds. Its lead over the next, learned, d_model 256, source END on, is +1.2 BLEU [0.2, 2.2].',
      '按 验证集 BLEU 选出：正弦，d_model 256，源端 END 开，测试集 BLEU 为 31.4 [30.5, 32.4]，共 3 个种子。它领先第二名 可学习，d_model 256，源端 END 开 +1.2 BLEU [0.2, 2.2]。',
    ]);
  });

  it('claims no lead whose interval holds zero, nor one of a pair, nor one over nobody', () => {
    const lead = { value: 0.2, low: -0.8, high: 1.2 };
    expect(said(saying(verdict, { best: { ...best, lead } }))[0]).toContain(
      'That it is better than the next, learned, d_model 256, source END on, is not shown (+0.2 BLEU [−0.8, 1.2]).',
    );
    const pair = { value: 0.2, low: null, high: null };
    expect(said(saying(verdict, { best: { ...best, lead: pair } }))[0]).toContain(
      'How far it is from the next, learned, d_model 256, source END on, one pair cannot tell (+0.2 BLEU).',
    );
    const alone = said(saying(verdict, { best: { ...best, lead: null, runnerUp: null } }))[0];
    expect(alone).toMatch(/over 3 seeds\.$/);
  });

  it('of one seed says so', () => {
    const one = { ...best, reported: { value: 31.44, low: null, high: null }, lead: null };
    expect(said(saying(verdict, { best: one }))).toEqual([
      'Chosen on validation BLEU: sinusoidal, d_model 256, source END on, with test BLEU 31.4, of one seed.',
      '按 验证集 BLEU 选出：正弦，d_model 256，源端 END 开，测试集 BLEU 为 31.4，只有一个种子。',
    ]);
  });
});

describe('overfitting', () => {
  it('is told of how many variants', () => {
    expect(said(saying({ kind: 'overfitting', variants: [1, 2, 3], of: 8 }))).toEqual([
      '3 of 8 variants overfit: the gap between test and train loss goes on growing after the best step.',
      '8 个变体中有 3 个过拟合：过了最佳步之后，测试损失与训练损失的差距继续扩大。',
    ]);
    expect(said(saying({ kind: 'overfitting', variants: [1], of: 8 }))[0]).toMatch(
      /^1 of 8 variants overfits: /,
    );
    const all: Verdict = { kind: 'overfitting', variants: [0, 1, 2, 3, 4, 5, 6, 7], of: 8 };
    expect(said(saying(all))).toEqual([
      expect.stringMatching(/^All 8 variants overfit: /),
      expect.stringMatching(/^全部 8 个变体都过拟合：/),
    ]);
  });

  it('of one seed says so', () => {
    const variants = whole.variants.map((variant) => ({ ...variant, seeds: [1] }));
    const answer = saying({ kind: 'overfitting', variants: [1], of: 8 }, { variants });
    expect(said(answer)[0]).toMatch(
      /after the best step\. One seed: that it is the luck of this seed is not ruled out\.$/,
    );
  });
});

describe('more training data', () => {
  const curve: LearningCurve = {
    gain: 5,
    points: [],
    fit: null,
    needed: { gain: 5, size: 61_234, low: 41_234, high: 98_765 },
    cannotSay: null,
  };
  it('is told by the size that brings the gain, to two digits', () => {
    expect(said(saying({ kind: 'more-data' }, { learningCurve: curve }))).toEqual([
      'More training pairs would help: about 61,000 for 5 BLEU more (41,000 to 99,000), if the curve goes on as it does.',
      '增加训练句对会有帮助：若曲线照此延伸，约需 61,000 对可再提高 5 BLEU（41,000 到 99,000）。',
    ]);
  });

  it.each([
    [
      'two-sizes',
      'Whether more training pairs would help cannot be said from two sizes; a third one shows the bend.',
    ],
    ['one-seed', 'How much more training pairs would help cannot be said from one seed a size.'],
    ['no-trend', 'More training pairs are not shown to help.'],
    [
      'beyond-reach',
      'The learning curve levels off before 5 BLEU more: by this curve, more pairs alone do not bring it.',
    ],
    [
      'interval-too-wide',
      'How many training pairs 5 BLEU more would take cannot be said: the interval spans more than a factor of 30.',
    ],
  ] as const)('cannot say: %s', (why, sentence) => {
    const learningCurve = { ...curve, needed: null, cannotSay: why };
    const [english, chinese] = said(saying({ kind: 'more-data-unknown', why }, { learningCurve }));
    expect(english).toBe(sentence);
    expect(chinese).toMatch(/^\S.*。$/);
    expect(chinese).not.toMatch(/[{}]|sentences|moreData/);
  });
});

describe('what is always said', () => {
  it('is what chose and what reports, of what the scores are, and how much was tried', () => {
    const facts = (writing: typeof inEnglish) =>
      verdictSentences(saying(difference), writing).filter(({ key }) => key.startsWith('fact'));
    expect(facts(inEnglish).map(({ text }) => text)).toEqual([
      'The step of each run and the best variant were chosen on validation BLEU; test BLEU is reported and chose nothing.',
      'Scores are of the whole test split, 100 sentences (nrefs:1|case:mixed).',
      '8 variants and 24 runs were tried; 24 take part; 3 seeds.',
    ]);
    expect(facts(inChinese).map(({ text }) => text)).toEqual([
      '每个运行的步和最佳变体均按 验证集 BLEU 选出；测试集 BLEU 只用于报告，未参与选择。',
      '分数基于整个测试集，共 100 个句子（nrefs:1|case:mixed）。',
      '共尝试 8 个变体、24 个运行；24 个参与统计；3 个种子。',
    ]);
    expect(facts(inEnglish).every(({ tone, anchor }) => tone === 'fact' && anchor === 'method')).toBe(true);
  });

  it('is that a sample is none of the whole, and what was left out', () => {
    const answer = saying(difference, {
      metric: { ...whole.metric, of: 'sample', sentences: null },
      counts: {
        ...whole.counts,
        used: 15,
        unfinished: 1,
        failed: 2,
        cutShort: 3,
        notFinite: 1,
        unmeasured: 2,
      },
    });
    const texts = verdictSentences(answer, inEnglish).map(({ text }) => text);
    expect(texts).toContain(
      'Scores are of the sample that is measured while training, not of the whole test split.',
    );
    expect(texts.at(-1)).toBe(
      'Left out: 1 not finished, 2 failed or cancelled, 3 cut short by early stopping, 1 without a finite value and 2 without the reported score.',
    );
    expect(verdictSentences(answer, inChinese).at(-1)?.text).toBe(
      '未计入：1 个未完成、2 个失败或取消、3 个被提前停止、1 个没有有限值和2 个没有所报告的分数。',
    );
  });

  it('is nothing where there is no answer', () => {
    expect(
      verdictSentences(saying({ kind: 'refused', reason: 'x' }), inEnglish).map(({ text }) => text),
    ).toEqual(['No answer: these runs must not be compared.']);
    expect(
      verdictSentences(saying({ kind: 'refused', reason: 'x' }), inChinese).map(({ text }) => text),
    ).toEqual(['没有结论：这些运行不可相互比较。']);
    const empty = sweepAnswerOf(namedInput({ runs: [] }));
    expect(verdictSentences(empty, inEnglish).map(({ text }) => text)).toEqual([
      'No run has come to its end with a measured result yet.',
    ]);
    expect(verdictSentences(empty, inChinese).map(({ text }) => text)).toEqual([
      '还没有运行完成并得到结果。',
    ]);
  });
});

describe('the sentences of a whole sweep', () => {
  it('are shown first, each with the part of the page that shows it', () => {
    const sentences = verdictSentences(whole, inEnglish);
    expect(sentences.map(({ tone, anchor }) => `${tone} ${anchor}`)).toEqual([
      'shown effects',
      'fact variants',
      'notShown effects',
      'notShown effects',
      'fact method',
      'fact method',
      'fact method',
    ]);
    expect(new Set(sentences.map(({ key }) => key)).size).toBe(sentences.length);
  });

  it('of one seed say so in every finding', () => {
    const oneSeed = factorial(
      3,
      1,
      ({ a = 0, b = 0, c = 0 }) => 20 + 9 * a + 0.1 * b * c + (5 + 0.001 * c) * a * b,
    );
    const answer = sweepAnswerOf(inputOf(named(oneSeed)));
    const findings = verdictSentences(answer, inEnglish).filter(({ tone }) => tone !== 'fact');
    expect(findings.map(({ key }) => key)).toEqual(expect.arrayContaining(['effect 0', 'interaction 0']));
    for (const { text } of findings) expect(text).toMatch(/One seed: /);
    const best = verdictSentences(answer, inEnglish).find(({ key }) => key === 'best');
    expect(best?.text).toContain('of one seed');
  });

  it('leave no key, placeholder or NaN in either language', () => {
    for (const writing of [inEnglish, inChinese])
      for (const { text } of verdictSentences(whole, writing))
        expect(text).not.toMatch(/[{}]|NaN|undefined|verdicts\./);
  });
});
