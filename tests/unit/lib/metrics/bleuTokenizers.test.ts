import { describe, expect, it } from 'vitest';
import { type BleuTokenizer, tokenizeForBleu } from '@/lib/metrics/bleuTokenizers';
import { splitOnWhitespace } from '@/lib/metrics/whitespace';
import { bySegment, sacrebleuFixtures } from './sacrebleuFixtures';

const fixtures = sacrebleuFixtures();

describe.skipIf(fixtures.length === 0)('tokens equal those of sacreBLEU 2.6.0', () => {
  it.each(fixtures)('$name', (fixture) => {
    const { tokenize, lowercase } = fixture;
    const pairs = [
      ...fixture.hypotheses.map((raw, i) => [raw, fixture.tokenized_hypotheses[i]] as const),
      ...bySegment(fixture.references).flatMap((references, i) =>
        references.map((raw, stream) => [raw, fixture.tokenized_references[stream]?.[i]] as const),
      ),
    ];
    for (const [raw, tokenized] of pairs) {
      if (raw === null) continue;
      expect(tokenizeForBleu(raw, tokenize, lowercase)).toEqual(splitOnWhitespace(tokenized ?? ''));
    }
  });
});

describe('the tokenizer', () => {
  // Expected: sacrebleu 2.6.0, BLEU(tokenize=…)._preprocess_segment(line).split()
  const latin = 'He said: "don\'t-- 3.5, no." &amp; 7-8 <skipped>.5,a';
  const chinese = '  他说：“你好，world…”3.5元。\u3000A-1 ';
  it.each<[BleuTokenizer, string, string]>([
    ['13a', latin, 'He said : " don\'t-- 3.5 , no . " & 7 - 8 . 5 , a'],
    ['zh', latin, 'He said : " don\'t-- 3.5 , no . " & amp ; 7 - 8 < skipped > . 5 , a'],
    ['intl', latin, 'He said : " don \' t - - 3.5 , no . " & amp ; 7-8 < skipped > . 5 , a'],
    ['none', latin, 'He said: "don\'t-- 3.5, no." &amp; 7-8 <skipped>.5,a'],
    ['13a', chinese, '他说：“你好，world…”3.5元。 A-1'],
    ['zh', chinese, '他 说 ： “ 你 好 ， world … ” 3.5 元 。 A-1'],
    ['char', chinese, '他 说 ： “ 你 好 ， w o r l d … ” 3 . 5 元 。 A - 1'],
    ['intl', chinese, '他说 ： “ 你好 ， world … ”3.5元 。 A - 1'],
    ['none', chinese, '他说：“你好，world…”3.5元。 A-1'],
  ])('%s splits %s', (tokenizer, line, expected) => {
    expect(tokenizeForBleu(line, tokenizer, false)).toEqual(expected.split(' '));
  });

  it.each<BleuTokenizer>(['13a', 'zh', 'intl', 'none'])(
    '%s splits at what Python calls blank',
    (tokenizer) => {
      // sacrebleu 2.6.0, as above: U+0085 and U+001C split, U+FEFF does not; JavaScript's \s has it the other way round.
      expect(tokenizeForBleu('a\u0085b\ufeffc\x1cd', tokenizer, false)).toEqual(['a', 'b\ufeffc', 'd']);
    },
  );

  it('lower-cases on request', () => {
    expect(tokenizeForBleu('The END', 'none', true)).toEqual(['the', 'end']);
  });
});
