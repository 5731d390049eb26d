import { describe, expect, it } from 'vitest';
import { GET as listDownloads, POST as startDownload } from '@/app/api/v1/corpora/downloads/route';
import { POST as previewCorpus } from '@/app/api/v1/corpora/preview/route';
import { POST as importCorpus, GET as listCorpora } from '@/app/api/v1/corpora/route';
import { corpusListSchema, errorResponseSchema, importedCorpusSchema } from '@/lib/domain/api';
import { corpusDownloadListSchema } from '@/lib/domain/corpusDownload';
import { importPreviewSchema } from '@/lib/domain/corpusImport';
import { openTestServer } from '../../lib/server/harness';
import { call } from './call';

function caller() {
  const { context } = openTestServer();
  const authorization = `Bearer ${context.tokens.admin}`;
  const send = (handler: unknown, query: Record<string, string> | [string, string][], body: BodyInit) =>
    call(handler, {
      method: 'POST',
      path: `/?${new URLSearchParams(query)}`,
      headers: { authorization, 'content-type': 'application/octet-stream' },
      body,
    });
  const get = (handler: unknown) => call(handler, { path: '/', headers: { authorization } });
  return { send, get };
}

async function refusalOf(response: Response) {
  return { status: response.status, ...errorResponseSchema.parse(await response.json()).error };
}

const pairs = 'Hi.,嗨。,me\nBye.,再见。,you\n';

describe('the corpora API', () => {
  it('imports with options, and answers with the corpus and what was found out', async () => {
    const { send } = caller();
    const query = {
      name: 'mine',
      file: '/home/me/pairs.csv',
      licence: 'CC0',
      options: JSON.stringify({ format: 'csv', attributionColumn: 3 }),
    };
    const response = await send(importCorpus, query, pairs);
    expect(response.status).toBe(201);
    expect(importedCorpusSchema.parse(await response.json())).toMatchObject({
      slug: 'mine',
      pairCount: 2,
      licence: 'CC0',
      origin: 'Imported from the CSV file pairs.csv.',
      detected: { format: 'csv', delimiter: ',' },
    });
    const again = await send(importCorpus, { ...query, name: 'other' }, pairs);
    expect(again.status).toBe(200);
    expect(importedCorpusSchema.parse(await again.json()).slug).toBe('mine');
  });

  it('previews the same body without storing it', async () => {
    const { send, get } = caller();
    const response = await send(previewCorpus, { file: 'pairs.csv', whole: 'true' }, pairs);
    expect(importPreviewSchema.parse(await response.json())).toMatchObject({ pairsRead: 2, problem: null });
    const { corpora, absent } = corpusListSchema.parse(await (await get(listCorpora)).json());
    expect(corpora).toHaveLength(2);
    expect(absent).toEqual([]);
  });

  it.each<[string, Record<string, string> | [string, string][], string, string]>([
    ['options that are no JSON', { file: 'a.csv', options: '{' }, 'options', 'got "{"'],
    ['an option that there is not', { file: 'a.csv', options: '{"colour": 1}' }, 'options', 'colour'],
    [
      'a filter out of range',
      { file: 'a.csv', options: '{"filters": {"minLength": 0}}' },
      'options.filters.minLength',
      'minLength',
    ],
    ['a file name with a control character', { file: 'a\u0007.csv' }, 'file', 'control characters'],
    ['a size that is no number', { file: 'a.csv', bytes: '-1' }, 'bytes', 'whole number'],
    [
      'two files and one size',
      [
        ['file', 'a.en'],
        ['file', 'a.zh'],
        ['bytes', '3'],
      ],
      'bytes',
      '2 file=… and 1 bytes=…',
    ],
    ['a licence that is a book', { file: 'a.csv', licence: 'x'.repeat(201) }, 'licence', 'licence'],
  ])('refuses %s, naming it', async (_what, query, path, message) => {
    const { send } = caller();
    const named: [string, string][] = [['name', 'mine'], ...new URLSearchParams(query)];
    expect(await refusalOf(await send(importCorpus, named, pairs))).toMatchObject({
      status: 400,
      code: 'invalid_input',
      path,
      message: expect.stringContaining(message),
    });
  });

  it('refuses a preview without a file, and one that is too large', async () => {
    const { send } = caller();
    expect(await refusalOf(await send(previewCorpus, {}, pairs))).toMatchObject({
      status: 400,
      path: 'file',
    });
    const large = 'Hi.,嗨。\n'.repeat(500_000);
    expect(await refusalOf(await send(previewCorpus, { file: 'a.csv' }, large))).toMatchObject({
      status: 413,
      message: expect.stringContaining('4 MiB'),
    });
  });

  it('lists what can be downloaded, and refuses what cannot', async () => {
    const { send, get } = caller();
    const { downloads } = corpusDownloadListSchema.parse(await (await get(listDownloads)).json());
    expect(downloads).toMatchObject([{ dataset: 'tatoeba-cmn-eng', state: 'idle' }]);
    expect(await refusalOf(await send(startDownload, {}, '{"dataset": "other"}'))).toMatchObject({
      status: 400,
      path: 'dataset',
    });
    const sha256 = { dataset: 'tatoeba-cmn-eng', sha256: 'abc' };
    expect(await refusalOf(await send(startDownload, {}, JSON.stringify(sha256)))).toMatchObject({
      path: 'sha256',
      message: expect.stringContaining('64 hexadecimal digits'),
    });
  });
});
