import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  generatePhrasebook,
  generateTaggedPairs,
  phrasebookLexicalEntryCount,
} from '@/lib/data/phrasebook/generate';
import { lexicalEntries } from '@/lib/data/phrasebook/lexicon/entries';
import { servings, things } from '@/lib/data/phrasebook/lexicon/things';

const { pairs } = generatePhrasebook();
const tagged = generateTaggedPairs();

/** The sentences that break a rule, the first few, so that a failure shows them. */
function offenders(broken: (pair: { source: string; target: string }) => boolean): string[] {
  return pairs
    .filter(broken)
    .slice(0, 10)
    .map(({ source, target }) => `${source} | ${target}`);
}

function fingerprint(): string {
  const lines = generatePhrasebook().pairs.map(({ source, target }) => `${source}\t${target}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

describe('phrasebook: size and spread', () => {
  it('has at least 12,000 pairs from at least 300 lexical entries', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(12_000);
    expect(phrasebookLexicalEntryCount).toBeGreaterThanOrEqual(300);
    expect(new Set(lexicalEntries.map(({ en, zh }) => `${en}/${zh.join('')}`)).size).toBe(
      phrasebookLexicalEntryCount,
    );
  });

  it('has no English sentence twice, so none with two translations', () => {
    expect(new Set(pairs.map(({ source }) => source)).size).toBe(pairs.length);
  });

  it('gives no construction more than 6% of the pairs', () => {
    const counts = new Map<string, number>();
    for (const { construction } of tagged) counts.set(construction, (counts.get(construction) ?? 0) + 1);
    const largest = Math.max(...counts.values());
    expect(largest / pairs.length).toBeLessThanOrEqual(0.06);
    expect(counts.size).toBeGreaterThan(100);
  });

  it('uses every lexical entry in at least ten Chinese sentences', () => {
    const rare = lexicalEntries
      .map(({ en, zh }) => ({
        entry: `${en} ${zh.join('')}`,
        uses: pairs.filter(({ target }) => zh.every((part) => target.includes(part))).length,
      }))
      .filter(({ uses }) => uses < 10);
    expect(rare).toEqual([]);
  });

  it('keeps English sentences between 3 and 14 words', () => {
    expect(
      offenders(({ source }) => {
        const words = source.split(' ').length;
        return words < 3 || words > 14;
      }),
    ).toEqual([]);
  });

  it('is the same on every call and on every machine', () => {
    expect(fingerprint()).toBe(fingerprint());
    // SHA-256 of the lines "source<TAB>target<LF>" in order. A change of grammar or lexicon changes it:
    // read a sample of what changed, then take the new value from this test's failure message.
    expect(fingerprint()).toBe('a958c83382ba8c1eb8f1eff442f4a4e1c3fc8d99f593d5bce0768461f9366aae');
  });
});

describe('phrasebook: Chinese', () => {
  it('contains Chinese characters and full-width punctuation alone', () => {
    expect(offenders(({ target }) => !/^[\p{Script=Han}，]+[。？！]$/u.test(target))).toEqual([]);
  });

  it('ends in the punctuation that answers the English', () => {
    const chineseOf = new Map([
      ['.', '。'],
      ['?', '？'],
      ['!', '！'],
    ]);
    expect(offenders(({ source, target }) => chineseOf.get(source.slice(-1)) !== target.slice(-1))).toEqual(
      [],
    );
  });

  it('puts 吗 at the end of yes/no questions and nowhere else', () => {
    const questionWord = /^(what|where|who|whose|when|why|how|which)\b/i;
    expect(
      offenders(({ source, target }) => {
        const yesNo = source.endsWith('?') && !questionWord.test(source) && !/ or /.test(source);
        return yesNo !== target.endsWith('吗？') || (target.match(/吗/g)?.length ?? 0) > 1;
      }),
    ).toEqual([]);
  });

  it('says 两, not 二, before measure words and 点', () => {
    expect(offenders(({ target }) => /(?<![十期])二(?![月十])/.test(target))).toEqual([]);
    const measures = [...new Set([...things, ...servings].map(({ measure }) => measure))];
    expect(measures.length).toBeGreaterThan(25);
    for (const measure of measures) {
      expect(offenders(({ target }) => new RegExp(`(?<!十)二${measure}`).test(target))).toEqual([]);
    }
  });

  it('negates completed actions with 没, never 不, and never lets 没 stand with completed 了', () => {
    expect(offenders(({ source, target }) => / did not /.test(` ${source} `) && !/没/.test(target))).toEqual(
      [],
    );
    expect(offenders(({ source, target }) => /^\S+ did not /.test(source) && /了。$/.test(target))).toEqual(
      [],
    );
    expect(
      offenders(({ source, target }) => /(does|do|will) not /.test(source) && /没(?!有)/.test(target)),
    ).toEqual([]);
  });

  it('keeps 过 out of the future and 了 out of habits', () => {
    expect(offenders(({ source, target }) => / will /.test(source) && /[去见]过/.test(target))).toEqual([]);
    expect(
      offenders(({ source, target }) => / (often|usually|seldom) /.test(source) && /了。$/.test(target)),
    ).toEqual([]);
  });

  it('negates 有-adjectives with 没 and never says 不有 or 没有名', () => {
    expect(offenders(({ target }) => /不有|没有名/.test(target))).toEqual([]);
    expect(
      offenders(({ source, target }) => / not interesting\.$/.test(source) && !/没有意思/.test(target)),
    ).toEqual([]);
  });

  it('says that a thing is already done with a complement: 已经吃过早饭了, not 已经散步了', () => {
    const already = pairs.filter(({ source }) => / already /.test(source));
    expect(already.length).toBeGreaterThan(80);
    expect(already.filter(({ target }) => !/已经.+[过好完].+了/.test(target))).toEqual([]);
  });

  it('goes without 的 between a pronoun and kin, friends or colleagues', () => {
    expect(offenders(({ target }) => /[我你他她]的(朋友(?!们)|同学|同事|邻居|老板)/.test(target))).toEqual(
      [],
    );
  });

  it('wishes with 要是…就好了, 但愿 and 希望', () => {
    expect(
      offenders(
        ({ source, target }) =>
          /^I wish \S+( \S+)? (could|had|were|lived) /.test(source) && !/^要是.+就好了。$/.test(target),
      ),
    ).toEqual([]);
    expect(pairs.filter(({ target }) => target.startsWith('要是')).length).toBeGreaterThan(100);
    expect(pairs.filter(({ target }) => target.startsWith('但愿')).length).toBeGreaterThan(40);
  });

  it('never doubles a particle or a preposition', () => {
    expect(offenders(({ target }) => /了了|过过|的的|(?<!现)在在|吗吗|很很|一一/.test(target))).toEqual([]);
  });
});

describe('phrasebook: English', () => {
  it('has one blank between words, a capital first and no blank before punctuation', () => {
    expect(offenders(({ source }) => !/^[A-Z][A-Za-zé',]*( [A-Za-zé',]+)*[.?!]$/.test(source))).toEqual([]);
  });

  it('says "an" before vowels and "a" elsewhere', () => {
    expect(offenders(({ source }) => /\b[Aa] (?!use)[aeiou]/.test(source))).toEqual([]);
    expect(offenders(({ source }) => /\b[Aa]n (?!hour)[^aeiouAEIOU]/.test(source))).toEqual([]);
  });

  it('takes up nobody with "he" or "she" who may be either', () => {
    expect(
      offenders(({ source }) =>
        /(the (doctor|nurse|teacher|manager|driver|secretary|reporter)|my (friend|classmate|colleague|neighbor|boss)) [^,]*\b(says (he|she)|(lost|found|find|bring) (his|her)|, (he|she))\b/i.test(
          source,
        ),
      ),
    ).toEqual([]);
  });

  it('agrees subjects with verbs', () => {
    expect(
      offenders(({ source }) =>
        /^(I|You|We|They) (is|has|does|likes|wants)\b|^(He|She|Tom|Mary) (are|am|have|do|like|want)\b|^(You|We|They) was\b/.test(
          source,
        ),
      ),
    ).toEqual([]);
  });
});
