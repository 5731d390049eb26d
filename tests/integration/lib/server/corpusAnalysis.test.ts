import { describe, expect, it } from 'vitest';
import { GET as getAnalysis } from '@/app/api/v1/corpora/[id]/analysis/route';
import { GET as getPairs } from '@/app/api/v1/corpora/[id]/pairs/route';
import { POST as postTokenize } from '@/app/api/v1/corpora/[id]/tokenize/route';
import type { Pair } from '@/lib/domain/corpus';
import { corpusAnalysisSchema, pairSearchSchema, tokenizationSchema } from '@/lib/domain/corpusAnalysis';
import { call, loginCookie } from '../../app/api/call';
import { openTestServer } from './harness';

const pairs: Pair[] = Array.from({ length: 120 }, (_, i) => ({
  source: `Café ${i} opens at ${i} o'clock.`,
  target: `第${i}家咖啡馆${i}点开门。`,
  ...(i === 7 ? { attribution: 'tatoeba.org #7' } : {}),
}));

function open(): { cookie: string } {
  openTestServer({
    phrasebook: () => ({ pairs }),
    compilerMessages: () => ({ unavailable: 'left out of this test' }),
  });
  return { cookie: loginCookie() };
}

async function get(handler: unknown, cookie: string, route: string, id = 'phrasebook') {
  const response = await call(handler, {
    path: `/api/v1/corpora/${id}/${route}`,
    params: { id },
    headers: { cookie },
  });
  return { status: response.status, body: await response.json() };
}

async function tokenize(cookie: string, request: unknown) {
  const response = await call(postTokenize, {
    method: 'POST',
    path: '/api/v1/corpora/phrasebook/tokenize',
    params: { id: 'phrasebook' },
    headers: { cookie, origin: 'http://127.0.0.1:4242', 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  return { status: response.status, body: await response.json() };
}

describe('the analysis of a corpus', () => {
  it('is counted with the defaults of a sweep, and with other settings where they are given', async () => {
    const { cookie } = open();
    const standard = corpusAnalysisSchema.parse((await get(getAnalysis, cookie, 'analysis')).body);
    expect(standard.split.rows.map(({ pairs: count }) => count)).toEqual([108, 6, 6]);
    expect(standard.script?.simplified).toBe(120);
    const query = 'analysis?sourceTokenizer=bpe&sourceMerges=20&test=30&seed=4&maxLength=12';
    const other = corpusAnalysisSchema.parse((await get(getAnalysis, cookie, query)).body);
    expect(other.split.rows.map(({ pairs: count }) => count)).toEqual([84, 6, 30]);
    expect(other.split.hash).not.toBe(standard.split.hash);
    expect(other.split.overlap).toEqual({ trainTest: 0, trainValidation: 0, validationTest: 0 });
    expect(other.split.rows.reduce((sum, { tooLong }) => sum + tooLong, 0)).toBeGreaterThan(0);
  });

  it('refuses what is not a setting, naming it, and says what a corpus is too small for', async () => {
    const { cookie } = open();
    const refused = await get(getAnalysis, cookie, 'analysis?sourceTokenizer=letters');
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toMatch(/^Corpus analysis: sourceTokenizer: .*"letters"/);
    expect((await get(getAnalysis, cookie, 'analysis?dModel=8')).body.error.message).toMatch(/dModel/);
    expect((await get(getAnalysis, cookie, 'analysis?test=200')).body.error.message).toMatch(
      /leave none for training/,
    );
    const merges = await get(getAnalysis, cookie, 'analysis?sourceTokenizer=bpe&sourceMerges=29000');
    expect(merges.status).toBe(400);
    expect(merges.body.error.path).toBe('sourceMerges');
    expect((await get(getAnalysis, cookie, 'analysis', 'nowhere')).status).toBe(404);
  });
});

describe('the pairs of a corpus', () => {
  it('are found in either side, whatever the case, with the split that each is in', async () => {
    const { cookie } = open();
    const decomposed = encodeURIComponent('CAFE\u0301 7 ');
    const found = pairSearchSchema.parse((await get(getPairs, cookie, `pairs?query=${decomposed}`)).body);
    expect(found.total).toBe(11);
    expect(found.pairs[0]).toMatchObject({ source: pairs[7]?.source, attribution: 'tatoeba.org #7' });
    const chinese = await get(getPairs, cookie, `pairs?query=${encodeURIComponent('第12家')}`);
    expect(chinese.body).toMatchObject({ total: 1, pairs: [{ target: pairs[12]?.target }] });
    const numeric = await get(getPairs, cookie, 'pairs?query=119');
    expect(numeric.body.total).toBe(1);
  });

  it('come page by page, each once, spread over the corpus where nothing is searched', async () => {
    const { cookie } = open();
    const sources: string[] = [];
    for (let offset = 0; offset < 120; offset += 50) {
      const page = pairSearchSchema.parse((await get(getPairs, cookie, `pairs?offset=${offset}`)).body);
      expect(page.total).toBe(120);
      sources.push(...page.pairs.map(({ source }) => source));
    }
    expect(new Set(sources).size).toBe(120);
    const places = sources.slice(0, 4).map((source) => pairs.findIndex((pair) => pair.source === source));
    expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(40);
  });

  it('are the same splits as those that the analysis counts', async () => {
    const { cookie } = open();
    const settings = 'seed=9&validation=11&test=0.25';
    const analysis = corpusAnalysisSchema.parse(
      (await get(getAnalysis, cookie, `analysis?${settings}`)).body,
    );
    for (const { split, pairs: count } of analysis.split.rows) {
      const page = await get(getPairs, cookie, `pairs?${settings}&split=${split}&limit=1`);
      expect(page.body.total, split).toBe(count);
    }
    const refused = await get(getPairs, cookie, 'pairs?limit=100000');
    expect(refused.body.error.message).toMatch(/^Pair search: limit: /);
  });
});

describe('the tokenization of a sentence', () => {
  it('gives tokens with ids, says which are unknown, and decodes them', async () => {
    const { cookie } = open();
    const { body } = await tokenize(cookie, { text: '第7家书店', side: 'target' });
    const { tokens, decoded } = tokenizationSchema.parse(body);
    expect(tokens.map(({ text, known }) => [text, known])).toEqual([
      ['第', true],
      ['7', true],
      ['家', true],
      ['书', false],
      ['店', false],
    ]);
    expect(tokens.filter(({ known }) => !known).every(({ id }) => id === 3)).toBe(true);
    expect(decoded).toBe('第7家□□');
  });

  it('is done as the settings say', async () => {
    const { cookie } = open();
    const text = "Café 5 opens at 5 o'clock.";
    const words = tokenizationSchema.parse((await tokenize(cookie, { text, side: 'source' })).body);
    expect(words.tokens.map((token) => token.text)).toEqual([
      'café',
      '5',
      'opens',
      'at',
      '5',
      "o'clock",
      '.',
    ]);
    const settings = { sourceTokenizer: 'bpe', sourceMerges: 30 };
    const bpe = tokenizationSchema.parse((await tokenize(cookie, { text, side: 'source', settings })).body);
    expect(bpe.decoded).toBe(text);
    const refused = await tokenize(cookie, { text, side: 'source', settings: { sourceMerges: 0 } });
    expect(refused.body.error.path).toBe('settings.sourceMerges');
  });
});
