import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GET as answer } from '@/app/api/v1/sweeps/[id]/answer/route';
import { GET as bundle } from '@/app/api/v1/sweeps/[id]/bundle/route';
import { GET as report } from '@/app/api/v1/sweeps/[id]/report/route';
import { GET as sentences } from '@/app/api/v1/sweeps/[id]/sentences/route';
import { GET as table } from '@/app/api/v1/sweeps/[id]/table/route';
import { verifyBundle } from '@/lib/bundle/verify';
import { sweepAnswerSchema } from '@/lib/domain/answer';
import { errorResponseSchema } from '@/lib/domain/api';
import { sentenceComparisonSchema } from '@/lib/domain/sentenceComparison';
import { createSweep } from '@/lib/server/sweeps';
import { makers } from '@/tests/unit/lib/bundle/bundles';
import { answeredSpec, answeredSweep, testSet } from '../../lib/server/answeredSweep';
import { openTestServer } from '../../lib/server/harness';
import { call, loginCookie } from './call';

const routes = { answer, sentences, report, table, bundle };
type Route = keyof typeof routes;

afterAll(() => {
  // The process that computes answers outlives a test, as it does a request.
  for (const { child } of globalThis.heldoutTaskProcesses?.values() ?? []) child.kill();
});

function get(route: Route, id: string, query = ''): Promise<Response> {
  return call(routes[route], { path: `/?${query}`, params: { id }, headers: { cookie: loginCookie() } });
}

async function text(route: Route, id: string, query = ''): Promise<string> {
  const response = await get(route, id, query);
  const body = await response.text();
  expect(response.status, body.slice(0, 300)).toBe(200);
  return body;
}

async function refusal(route: Route, id: string, query = '') {
  const response = await get(route, id, query);
  return { status: response.status, ...errorResponseSchema.parse(await response.json()).error };
}

describe('the answer of a sweep over HTTP', () => {
  it('is computed from what its runs reported', async () => {
    openTestServer();
    const id = await answeredSweep();
    const response = await get('answer', id);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const body = sweepAnswerSchema.parse(await response.json());
    expect(body).toMatchObject({
      sweepId: id,
      refusal: null,
      counts: { variants: 4, runs: 8, used: 8 },
      seeds: [1, 2],
      metric: {
        report: 'test/bleu',
        objective: 'validation/loss',
        of: 'whole',
        sentences: 6,
        testHash: testSet,
      },
      baseline: 0,
      target: 1,
    });
    expect(body.effects.map(({ factor, pairs, better }) => [factor, pairs, better])).toEqual([
      ['heads', 4, 4],
      ['positions', 4, 0],
    ]);
    expect(body.verdicts[0]).toMatchObject({ kind: 'difference', effect: 0 });
    expect(sweepAnswerSchema.parse(await (await get('answer', id)).json())).toEqual(body);
  });

  it('takes another baseline and target, and is another answer then', async () => {
    openTestServer();
    const id = await answeredSweep();
    const body = sweepAnswerSchema.parse(JSON.parse(await text('answer', id, 'baseline=3&target=0.25')));
    expect(body).toMatchObject({ options: { baseline: 3, target: 0.25 }, baseline: 3, target: 0.25 });
    expect(body.variants.map(({ difference }) => difference === null)).toEqual([false, false, false, true]);
  });

  it('of a sweep with nothing measured says so', async () => {
    openTestServer();
    const { sweep } = await createSweep(answeredSpec);
    const body = sweepAnswerSchema.parse(JSON.parse(await text('answer', sweep.id)));
    expect(body.verdicts).toEqual([{ kind: 'nothing-measured' }]);
    expect(body.counts).toMatchObject({ runs: 8, used: 0, unfinished: 8 });
  });

  it('of BLEU with different signatures is refused with the signatures', async () => {
    openTestServer();
    const id = await answeredSweep(answeredSpec, (run) => (run.seed === 2 ? 'nrefs:1|tok:13a' : undefined));
    const body = sweepAnswerSchema.parse(JSON.parse(await text('answer', id)));
    expect(body.verdicts).toEqual([{ kind: 'refused', reason: body.refusal }]);
    expect(body.refusal).toMatch(
      /^test BLEU is not compared: it was computed in different ways \(nrefs:1\|case:mixed.* and nrefs:1\|tok:13a\)\.$/,
    );
    expect(await refusal('table', id)).toMatchObject({
      status: 409,
      code: 'not_comparable',
      message: `The ablation table: ${body.refusal}`,
    });
    const page = await text('report', id, 'format=md');
    expect(page).toContain('No answer: these runs must not be compared.');
    expect(page).not.toContain('Ablation table');
  });
});

describe('two variants on the same sentences', () => {
  it('are compared seed by seed', async () => {
    openTestServer();
    const id = await answeredSweep();
    const body = sentenceComparisonSchema.parse(
      JSON.parse(await text('sentences', id, 'baseline=0&variant=2')),
    );
    expect(body).toMatchObject({ baseline: 0, variant: 2, seeds: [1, 2], sentences: 6, testSet });
    expect(body.metrics.map(({ metric }) => metric)).toEqual(['test/bleu', 'test/chrf']);
    expect(body.metrics[0]?.both.value).toBeGreaterThan(0);
  });

  it('are refused where they are one, are none, or were scored in different ways', async () => {
    openTestServer();
    const id = await answeredSweep(answeredSpec, ({ config }) =>
      config.heads === 2 ? 'nrefs:1|tok:13a' : undefined,
    );
    expect(await refusal('sentences', id, 'baseline=0')).toMatchObject({ status: 400, path: 'variant' });
    expect(await refusal('sentences', id, 'baseline=0&variant=x')).toMatchObject({
      status: 400,
      path: 'variant',
    });
    expect(await refusal('sentences', id, 'baseline=1&variant=1')).toMatchObject({
      status: 400,
      code: 'invalid_input',
    });
    expect(await refusal('sentences', id, 'baseline=0&variant=4')).toMatchObject({
      status: 400,
      message: expect.stringContaining('there is no variant 4; this one has variants 0 to 3'),
    });
    expect(await refusal('sentences', id, 'baseline=0&variant=2')).toMatchObject({
      status: 409,
      code: 'not_comparable',
      message: expect.stringContaining('test/bleu was computed in different ways'),
    });
    const { sweep } = await createSweep({ ...answeredSpec, name: 'again' });
    expect(await refusal('sentences', sweep.id, 'baseline=0&variant=2')).toMatchObject({
      status: 409,
      message: expect.stringContaining('have no seed in common whose runs have translated the test split'),
    });
  });
});

describe('the report of a sweep over HTTP', () => {
  it('is a file of its format and language, the same bytes twice', async () => {
    openTestServer();
    const id = await answeredSweep();
    const wanted: [string, string, RegExp][] = [
      ['html', 'text/html', /^<!doctype html>\n<html lang="en">[\s\S]*Report: Sizes &amp; positions/],
      ['md', 'text/markdown', /^# Report: Sizes \\& positions\n\nDo heads help\?\n/],
      ['json', 'application/json', /^\{\n {2}"name": "Sizes & positions"/],
    ];
    for (const [format, type, start] of wanted) {
      const response = await get('report', id, `format=${format}`);
      expect(response.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
      expect(response.headers.get('content-disposition')).toBe(
        `attachment; filename="sizes-positions-${id}.${format}"`,
      );
      const body = await response.text();
      expect(body).toMatch(start);
      expect(await text('report', id, `format=${format}`)).toBe(body);
    }
    expect(await text('report', id)).toMatch(/^<!doctype html>/);
    expect(await text('report', id, 'format=html&lang=zh')).toContain('<html lang="zh-CN">');
    expect(await text('report', id, 'format=md&lang=zh-CN')).toMatch(/^# 报告：/);
  });

  it('as JSON has the numbers, the comparison, the appendix and the sentences of both languages', async () => {
    openTestServer();
    const id = await answeredSweep();
    const body = z
      .object({
        answer: sweepAnswerSchema,
        comparison: sentenceComparisonSchema,
        appendix: z.object({ compute: z.object({ runs: z.int() }), seeds: z.array(z.int()) }),
        sentences: z.object({ en: z.array(z.string()), zh: z.array(z.string()) }),
      })
      .parse(JSON.parse(await text('report', id, 'format=json')));
    expect(body.sentences.en[0]).toMatch(/^heads: 2 beats 1 by \d+\.\d BLEU \[/);
    expect(body.sentences.zh).toHaveLength(body.sentences.en.length);
    expect(body.appendix).toEqual({ compute: { runs: 8 }, seeds: [1, 2] });
    // Two heads have the lower loss by construction.
    expect(body.comparison).toMatchObject({ baseline: 0, variant: body.answer.best?.variant });
  });

  it('of nothing measured is a report still', async () => {
    openTestServer();
    const { sweep } = await createSweep(answeredSpec);
    const body = await text('report', sweep.id, 'format=md');
    expect(body).toContain('No run has come to its end with a measured result yet.');
    expect(body).toContain('## The sweep file');
  });
});

describe('the ablation table over HTTP', () => {
  it('has variants, factors or two factors, in every format', async () => {
    openTestServer();
    const id = await answeredSweep();
    expect(await text('table', id)).toMatch(
      /^variant,heads,positions,seeds,test\/bleu,low,high,.*\r\n0,1,learned,2,/,
    );
    expect(await text('table', id, 'rows=factors')).toMatch(
      /^factor,reference,level,difference,.*\r\nheads,1,2,/,
    );
    expect(await text('table', id, 'rows=pivot&pivot=heads,positions')).toMatch(
      /^heads,positions,test\/bleu,variants,runs,standardDeviation\r\n1,learned,[\d.]+,1,2,[\d.]+\r\n/,
    );
    const ofLoss = await get('table', id, 'rows=pivot&pivot=heads,positions&metric=test/loss&format=md');
    expect(ofLoss.headers.get('content-disposition')).toContain('"sizes-positions-pivot-test-loss.md"');
    expect(await ofLoss.text()).toMatch(/^\*\*Sizes \\& positions: test loss by heads and positions\*\*/);
    const starts: Record<string, RegExp> = {
      json: /^\{\n {2}"columns": \[/,
      md: /^\*\*Sizes \\& positions: test BLEU by variant\*\*\n\n\| /,
      latex:
        /^% \\usepackage\{booktabs\}\n\\begin\{table\}\n {2}\\centering\n {2}\\caption\{Sizes \\& positions: /,
      html: /^<table>\n<caption>Sizes &amp; positions: /,
      text: /^Sizes & positions: test BLEU by variant\n\n/,
    };
    for (const [format, start] of Object.entries(starts)) {
      const response = await get('table', id, `format=${format}`);
      expect(await response.text()).toMatch(start);
      const extension = { latex: 'tex', text: 'txt' }[format] ?? format;
      expect(response.headers.get('content-disposition')).toBe(
        `attachment; filename="sizes-positions-variants.${extension}"`,
      );
    }
    expect(await text('table', id, 'format=text&lang=zh')).toContain('基线');
  });

  it('of nothing measured has its variants with empty cells, and headings without effects', async () => {
    openTestServer();
    const { sweep } = await createSweep(answeredSpec);
    expect(await text('table', sweep.id)).toMatch(/\r\n0,1,learned,0,,,,/);
    expect((await text('table', sweep.id, 'rows=factors')).split('\r\n')).toEqual([
      expect.stringMatching(/^factor,/),
      '',
    ]);
  });

  it('is refused without two factors of the sweep', async () => {
    openTestServer();
    const id = await answeredSweep();
    for (const pivot of ['', '&pivot=heads', '&pivot=heads,positions,x']) {
      expect(await refusal('table', id, `rows=pivot${pivot}`)).toMatchObject({
        status: 400,
        path: 'pivot',
        message: expect.stringContaining('expected two factors such as positions,heads'),
      });
    }
    expect(await refusal('table', id, 'rows=pivot&pivot=heads,dModel')).toMatchObject({
      status: 400,
      message: 'A pivot table: there is no factor "dModel"; this sweep varies heads, positions.',
    });
    expect(await refusal('table', id, 'rows=pivot&pivot=heads,heads&format=md')).toMatchObject({
      status: 400,
    });
    expect(await refusal('table', id, 'pivot=heads,positions')).toMatchObject({
      status: 400,
      message: 'The ablation table: pivot=heads,positions wants rows=pivot, got rows=variants.',
    });
    expect(await refusal('table', id, 'metric=test/loss')).toMatchObject({
      status: 400,
      path: 'metric',
      message: 'The ablation table: metric=test/loss wants rows=pivot, got rows=variants.',
    });
  });
});

describe('the bundle of a sweep', () => {
  it('is an archive with its digest, the same bytes twice, from which every number comes out again', async () => {
    openTestServer();
    const id = await answeredSweep();
    const response = await get('bundle', id);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-length')).toBe(String(bytes.byteLength));
    const digest = createHash('sha256').update(bytes).digest('base64');
    expect(response.headers.get('repr-digest')).toBe(`sha-256=:${digest}:`);
    expect(Buffer.from(bytes).equals(Buffer.from(await (await get('bundle', id)).arrayBuffer()))).toBe(true);
    const checks = verifyBundle(bytes, makers);
    expect(checks.flatMap(({ faults }) => faults)).toEqual([]);
    expect(checks.find(({ name }) => name === 'scores')?.detail).toBe(
      '64 of 8 runs, from their translations',
    );
    expect(checks.find(({ name }) => name === 'sentences')?.detail).toBe('2 seeds, 6 sentences');
  });

  it('of nothing measured, and of what must not be compared, can be verified too', async () => {
    openTestServer();
    const refused = await answeredSweep(answeredSpec, (run) =>
      run.seed === 2 ? 'nrefs:1|tok:13a' : undefined,
    );
    const { sweep } = await createSweep({ ...answeredSpec, name: 'empty' });
    for (const [id, faulty] of [
      [sweep.id, []],
      [refused, ['scores']],
    ] as const) {
      const bytes = new Uint8Array(await (await get('bundle', id)).arrayBuffer());
      const checks = verifyBundle(bytes, makers);
      // The other signature is not that of the scores that come out.
      expect(checks.filter(({ faults }) => faults.length > 0).map(({ name }) => name)).toEqual(faulty);
      expect(checks.find(({ name }) => name === 'sentences')?.detail).toMatch(/^none: /);
    }
  });
});

describe('every face of an answer', () => {
  const all: Route[] = ['answer', 'sentences', 'report', 'table', 'bundle'];

  it.each(all)('is for nobody who has not signed in: %s', async (route) => {
    openTestServer();
    const { sweep } = await createSweep(answeredSpec);
    const response = await call(routes[route], { path: '/?baseline=0&variant=1', params: { id: sweep.id } });
    expect(response.status).toBe(401);
  });

  it.each(all)('names a sweep that is not there: %s', async (route) => {
    openTestServer();
    expect(await refusal(route, 'nosuchsweep0', 'baseline=0&variant=1')).toMatchObject({
      status: 404,
      code: 'not_found',
      message: expect.stringContaining('nosuchsweep0'),
    });
  });

  it.each<[Route, string, string]>([
    ['answer', 'baseline=-1', 'baseline'],
    ['answer', 'baseline=4', 'baseline'],
    ['answer', 'baseline=first', 'baseline'],
    ['answer', 'target=0', 'target'],
    ['report', 'format=pdf', 'format'],
    ['report', 'lang=de', 'lang'],
    ['report', 'baseline=99', 'baseline'],
    ['table', 'format=xlsx', 'format'],
    ['table', 'rows=columns', 'rows'],
    ['table', 'target=big', 'target'],
  ])('names what is wrong with a query: %s?%s', async (route, query, path) => {
    openTestServer();
    const { sweep } = await createSweep(answeredSpec);
    expect(await refusal(route, sweep.id, query)).toMatchObject({ status: 400, code: 'invalid_input', path });
  });
});
