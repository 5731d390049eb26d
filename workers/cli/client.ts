import { z } from 'zod';
import {
  type CorpusDetail,
  corpusDetailSchema,
  corpusListSchema,
  errorResponseSchema,
  type PreviewResponse,
  previewResponseSchema,
  type SweepDetail,
  type SweepRow,
  sweepDetailSchema,
  sweepListSchema,
} from '@/lib/domain/api';
import { type Corpus, corpusSchema } from '@/lib/domain/corpus';
import { type ErrorCode, errorCodes, HeldoutError } from '@/lib/domain/errors';
import { homeDirectory, readRunningServer, readTokens } from './home';

/** A person's side of the REST API. Every answer is parsed with the schema that the server promises. */
export interface Client {
  url: string;
  listSweeps(): Promise<SweepRow[]>;
  getSweep(id: string): Promise<SweepDetail>;
  preview(spec: unknown): Promise<PreviewResponse>;
  createSweep(spec: unknown): Promise<SweepDetail>;
  cancelSweep(id: string): Promise<SweepDetail>;
  exportSweep(id: string, format: 'csv' | 'json'): Promise<string>;
  listCorpora(): Promise<Corpus[]>;
  getCorpus(id: string): Promise<CorpusDetail>;
  importCorpus(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Corpus>;
  createLoginToken(): Promise<string>;
}

function errorCode(code: string): ErrorCode {
  return errorCodes.find((known) => known === code) ?? 'internal';
}

export function createClient(url: string, token: string): Client {
  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(new URL(path, url), {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${token}` },
      });
    } catch (error) {
      throw new HeldoutError(
        'server_unreachable',
        `no Heldout server answers at ${url}: start it with npm run -s heldout -- start`,
        { cause: error },
      );
    }
    if (response.ok) return response;
    const text = await response.text();
    const parsed = errorResponseSchema.safeParse(safeJson(text));
    if (!parsed.success) {
      throw new HeldoutError(
        'internal',
        `${init.method ?? 'GET'} ${path} answered ${response.status}: ${text.slice(0, 200)}`,
      );
    }
    const { code, message, path: field } = parsed.data.error;
    throw new HeldoutError(errorCode(code), message, { path: field });
  }
  async function get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return schema.parse(await (await request(path)).json());
  }
  async function post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const response = await request(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return schema.parse(await response.json());
  }
  const id = encodeURIComponent;

  return {
    url,
    listSweeps: async () => (await get('/api/v1/sweeps', sweepListSchema)).sweeps,
    getSweep: (sweep) => get(`/api/v1/sweeps/${id(sweep)}`, sweepDetailSchema),
    preview: (spec) => post('/api/v1/sweeps/preview', spec, previewResponseSchema),
    createSweep: (spec) => post('/api/v1/sweeps', spec, sweepDetailSchema),
    cancelSweep: (sweep) => post(`/api/v1/sweeps/${id(sweep)}/cancel`, {}, sweepDetailSchema),
    exportSweep: async (sweep, format) =>
      (await request(`/api/v1/sweeps/${id(sweep)}/export?format=${format}`)).text(),
    listCorpora: async () => (await get('/api/v1/corpora', corpusListSchema)).corpora,
    getCorpus: (corpus) => get(`/api/v1/corpora/${id(corpus)}`, corpusDetailSchema),
    importCorpus: async (name, bytes) => {
      const headers = { 'content-type': 'application/octet-stream' };
      const path = `/api/v1/corpora?name=${id(name)}`;
      return corpusSchema.parse(await (await request(path, { method: 'POST', headers, body: bytes })).json());
    },
    createLoginToken: async () =>
      (await post('/api/v1/login-tokens', {}, z.object({ token: z.string() }))).token,
  };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The client of this data directory's server; HELDOUT_URL and HELDOUT_TOKEN point to another machine's instead.
 *
 * @throws HeldoutError server_unreachable when none runs
 */
export function connect(): Client {
  const home = homeDirectory();
  const url = process.env['HELDOUT_URL'] ?? readRunningServer(home)?.url;
  const token = process.env['HELDOUT_TOKEN'] ?? readTokens(home)?.admin;
  if (!url || !token) {
    throw new HeldoutError(
      'server_unreachable',
      `no Heldout server runs for the data directory ${home}: start it with npm run -s heldout -- start`,
    );
  }
  return createClient(url, token);
}
