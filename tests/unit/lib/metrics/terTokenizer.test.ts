import { describe, expect, it } from 'vitest';
import { type TerTokenizerOptions, tokenizeForTer } from '@/lib/metrics/terTokenizer';

describe("Tercom's tokenizer", () => {
  // Expected: sacrebleu 2.6.0, TercomTokenizer(case_sensitive=True, …)(line).split()
  const latin = 'He said: "don\'t-- 3.5, no." John\'s &amp; 7-8 &lt;x&gt;.5,a';
  const chinese = '他说：“你好，world…”3.5元。\u3000カタカナ【甲】';
  it.each<[TerTokenizerOptions, string, string]>([
    [{}, latin, latin],
    [{ asianSupport: true }, chinese, '他说：“你好，world…”3.5元。 カタカナ【甲】'],
    [{ normalized: true }, latin, 'He said : " don\'t-- 3.5 , no . " John \'s & 7 - 8 < x > . 5 , a'],
    [{ normalized: true }, chinese, '他说：“你好，world…”3.5元。 カタカナ【甲】'],
    [
      { normalized: true, asianSupport: true },
      chinese,
      '他 说 ： “ 你 好 ， world…”3.5 元 。 カタカナ 【 甲 】',
    ],
    [{ noPunctuation: true }, latin, "He said don't-- 35 no John's &amp 7-8 &ltx&gt5a"],
    [{ noPunctuation: true }, chinese, '他说：“你好，world…”35元。 カタカナ【甲】'],
    [{ noPunctuation: true, asianSupport: true }, chinese, '他说“你好world…”35元 カタカナ甲'],
    [
      { normalized: true, noPunctuation: true, asianSupport: true },
      chinese,
      '他 说 “ 你 好 world…”35 元 カタカナ 甲',
    ],
  ])('with %o splits %s', (options, line, expected) => {
    expect(tokenizeForTer(line, options)).toEqual(expected.split(' '));
  });

  it('lower-cases on request and finds no token in blanks', () => {
    expect(tokenizeForTer('The END', { lowercase: true })).toEqual(['the', 'end']);
    expect(tokenizeForTer(' \u3000\t')).toEqual([]);
  });
});
