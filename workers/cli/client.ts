import { z } from 'zod';
import {
  type AbsentCorpus,
  type ComparisonResponse,
  type CorpusDetail,
  comparisonResponseSchema,
  corpusDetailSchema,
  corpusListSchema,
  errorResponseSchema,
  type HypothesesResponse,
  hypothesesResponseSchema,
  type ImportedCorpus,
  importedCorpusSchema,
  type ModelRow,
  modelListSchema,
  type PreviewResponse,
  previewResponseSchema,
  type SweepDetail,
  type SweepRow,
  sweepDetailSchema,
  sweepListSchema,
  type WorkerRow,
  workerListSchema,
} from '@/lib/domain/api';
import type { Corpus } from '@/lib/domain/corpus';
import { type CorpusAnalysis, corpusAnalysisSchema } from '@/lib/domain/corpusAnalysis';
import {
  type CorpusDownload,
  corpusDownloadListSchema,
  corpusDownloadSchema,
  type DownloadableDataset,
  type DownloadRequest,
} from '@/lib/domain/corpusDownload';
import { type ImportOptions, type ImportPreview, importPreviewSchema } from '@/lib/domain/corpusImport';
import { type ErrorCode, errorCodes, HeldoutError } from '@/lib/domain/errors';
import { type IntegrityCheck, integrityResponseSchema } from '@/lib/domain/integrity';
import { toJsonText } from '@/lib/domain/metric';
import {
  type KeptModel,
  type Report,
  type ReportResponse,
  reportResponseSchema,
} from '@/lib/domain/protocol';
import type { Moment } from '@/lib/domain/score';
import {
  type AttemptClaim,
  type AttemptEndInput,
  type AttemptGrant,
  attemptGrantSchema,
  type ImportedSweep,
  importedSweepSchema,
  type SweepImport,
} from '@/lib/domain/sweepImport';
import { type LocalFile, previewOf, uploadBody, uploadQuery } from './corpusUpload';
import { homeDirectory, readRunningServer, readTokens } from './home';

/** A person's side of the REST API. Every answer is parsed with the schema that the server promises. */
export interface Client {
  url: string;
  listSweeps(): Promise<SweepRow[]>;
  getSweep(id: string): Promise<SweepDetail>;
  preview(spec: unknown): Promise<PreviewResponse>;
  createSweep(spec: unknown): Promise<SweepDetail>;
  cancelSweep(id: string): Promise<SweepDetail>;
  pauseSweep(id: string): Promise<SweepDetail>;
  resumeSweep(id: string): Promise<SweepDetail>;
  prioritizeSweep(id: string, priority: number | 'first'): Promise<SweepDetail>;
  rerunSweep(id: string, states: readonly string[]): Promise<SweepDetail>;
  editSweep(id: string, spec: unknown): Promise<SweepDetail>;
  /** YAML. */
  sweepSpec(id: string): Promise<string>;
  exportSweep(id: string, format: 'csv' | 'json'): Promise<string>;
  /** As the routes' queries have it: format, lang, rows, pivot, baseline, target. */
  sweepReport(id: string, query: Record<string, string>): Promise<string>;
  sweepTable(id: string, query: Record<string, string>): Promise<string>;
  /** A zip archive, as its body; the SHA-256 in Repr-Digest. */
  sweepBundle(id: string): Promise<Response>;
  listWorkers(): Promise<WorkerRow[]>;
  listCorpora(): Promise<{ corpora: Corpus[]; absent: AbsentCorpus[] }>;
  getCorpus(id: string): Promise<CorpusDetail>;
  /** With the default tokenizers and split. */
  analyseCorpus(id: string): Promise<CorpusAnalysis>;
  /** Files are read as they are sent. */
  importCorpus(
    files: readonly LocalFile[],
    request: { name: string; options: ImportOptions; licence?: string | undefined },
    onProgress: (sentBytes: number) => void,
  ): Promise<ImportedCorpus>;
  previewCorpus(files: readonly LocalFile[], options: ImportOptions): Promise<ImportPreview>;
  startDownload(request: DownloadRequest): Promise<CorpusDownload>;
  getDownload(dataset: DownloadableDataset): Promise<CorpusDownload>;
  getHypotheses(runId: string, moment: Moment): Promise<HypothesesResponse>;
  getArtifact(runId: string, name: string): Promise<string>;
  /** The best step's, with what the server says of it. */
  downloadModel(runId: string): Promise<{ model: ModelRow; response: Response }>;
  /** Of a sweep that was trained without a server; see lib/domain/sweepImport. */
  importSweep(sweep: SweepImport): Promise<ImportedSweep>;
  claimAttempt(runId: string, claim: AttemptClaim): Promise<AttemptGrant>;
  report(runId: string, report: Report): Promise<ReportResponse>;
  endAttempt(runId: string, attempt: number, end: AttemptEndInput): Promise<void>;
  /** The file is read as it is sent. */
  uploadModel(runId: string, model: KeptModel, owner: { attempt: number; leaseToken: string }): Promise<void>;
  compareRuns(runIds: readonly string[]): Promise<ComparisonResponse>;
  createLoginToken(): Promise<string>;
  /** A copy of the database, as its body; the SHA-256 in Repr-Digest. */
  backup(): Promise<Response>;
  checkIntegrity(): Promise<IntegrityCheck[]>;
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
    const response = await request(path, { method: 'POST', headers, body: toJsonText(body) });
    return schema.parse(await response.json());
  }
  async function upload<T>(path: string, body: ReadableStream<Uint8Array>, schema: z.ZodType<T>): Promise<T> {
    const headers = { 'content-type': 'application/octet-stream' };
    // Without duplex, fetch refuses a body that it cannot know the length of.
    const init = { method: 'POST', headers, body, duplex: 'half' };
    return schema.parse(await (await request(path, init)).json());
  }
  const id = encodeURIComponent;

  return {
    url,
    listSweeps: async () => (await get('/api/v1/sweeps', sweepListSchema)).sweeps,
    getSweep: (sweep) => get(`/api/v1/sweeps/${id(sweep)}`, sweepDetailSchema),
    preview: (spec) => post('/api/v1/sweeps/preview', spec, previewResponseSchema),
    createSweep: (spec) => post('/api/v1/sweeps', spec, sweepDetailSchema),
    cancelSweep: (sweep) => post(`/api/v1/sweeps/${id(sweep)}/cancel`, {}, sweepDetailSchema),
    pauseSweep: (sweep) => post(`/api/v1/sweeps/${id(sweep)}/pause`, {}, sweepDetailSchema),
    resumeSweep: (sweep) => post(`/api/v1/sweeps/${id(sweep)}/resume`, {}, sweepDetailSchema),
    prioritizeSweep: (sweep, priority) =>
      post(`/api/v1/sweeps/${id(sweep)}/priority`, { priority }, sweepDetailSchema),
    rerunSweep: (sweep, states) => post(`/api/v1/sweeps/${id(sweep)}/rerun`, { states }, sweepDetailSchema),
    editSweep: async (sweep, spec) => {
      const headers = { 'content-type': 'application/json' };
      const init = { method: 'PUT', headers, body: JSON.stringify(spec) };
      return sweepDetailSchema.parse(await (await request(`/api/v1/sweeps/${id(sweep)}`, init)).json());
    },
    sweepSpec: async (sweep) => (await request(`/api/v1/sweeps/${id(sweep)}/spec`)).text(),
    exportSweep: async (sweep, format) =>
      (await request(`/api/v1/sweeps/${id(sweep)}/export?format=${format}`)).text(),
    sweepReport: async (sweep, query) =>
      (await request(`/api/v1/sweeps/${id(sweep)}/report?${new URLSearchParams(query)}`)).text(),
    sweepTable: async (sweep, query) =>
      (await request(`/api/v1/sweeps/${id(sweep)}/table?${new URLSearchParams(query)}`)).text(),
    sweepBundle: (sweep) => request(`/api/v1/sweeps/${id(sweep)}/bundle`),
    listWorkers: async () => (await get('/api/v1/workers', workerListSchema)).workers,
    listCorpora: () => get('/api/v1/corpora', corpusListSchema),
    getCorpus: (corpus) => get(`/api/v1/corpora/${id(corpus)}`, corpusDetailSchema),
    analyseCorpus: (corpus) => get(`/api/v1/corpora/${id(corpus)}/analysis`, corpusAnalysisSchema),
    importCorpus: (files, { name, options, licence }, onProgress) => {
      const rest = { name, ...(licence === undefined ? {} : { licence }) };
      const path = `/api/v1/corpora?${uploadQuery(files, options, rest)}`;
      return upload(path, uploadBody(files, onProgress), importedCorpusSchema);
    },
    previewCorpus: (files, options) => {
      const { parts, isWhole } = previewOf(files);
      const path = `/api/v1/corpora/preview?${uploadQuery(parts, options, { whole: String(isWhole) })}`;
      return upload(path, uploadBody(parts), importPreviewSchema);
    },
    startDownload: (wanted) => post('/api/v1/corpora/downloads', wanted, corpusDownloadSchema),
    getDownload: async (dataset) => {
      const { downloads } = await get('/api/v1/corpora/downloads', corpusDownloadListSchema);
      const download = downloads.find((one) => one.dataset === dataset);
      if (download) return download;
      throw new HeldoutError('not_found', `the server at ${url} offers no download of ${dataset}`);
    },
    getHypotheses: (run, moment) =>
      get(`/api/v1/runs/${id(run)}/hypotheses?moment=${moment}`, hypothesesResponseSchema),
    getArtifact: async (run, name) => (await request(`/api/v1/runs/${id(run)}/artifacts/${id(name)}`)).text(),
    downloadModel: async (run) => {
      const response = await request(`/api/v1/runs/${id(run)}/models/best`);
      const { models } = await get(`/api/v1/runs/${id(run)}/models`, modelListSchema);
      const model = models.find(({ sha256 }) => response.headers.get('etag') === `"${sha256}"`);
      if (model) return { model, response };
      await response.body?.cancel();
      throw new HeldoutError('conflict', `the model of run ${run} was replaced meanwhile; try again`);
    },
    importSweep: (sweep) => post('/api/v1/sweeps/import', sweep, importedSweepSchema),
    claimAttempt: (run, claim) => post(`/api/v1/runs/${id(run)}/attempts`, claim, attemptGrantSchema),
    report: (run, report) => post(`/api/v1/runs/${id(run)}/report`, report, reportResponseSchema),
    endAttempt: async (run, attempt, end) => {
      await post(`/api/v1/runs/${id(run)}/attempts/${attempt}/end`, end, z.object({}));
    },
    uploadModel: async (run, { moment, step, epoch, path, bytes, sha256 }, { attempt, leaseToken }) => {
      const numbers = { attempt: String(attempt), step: String(step), epoch: String(epoch) };
      const query = new URLSearchParams({ ...numbers, leaseToken });
      const headers = { 'content-length': String(bytes), 'x-sha256': sha256 };
      const body = uploadBody([{ name: moment, path, bytes }]);
      // Without duplex, fetch refuses a body that it reads as it sends.
      const init = { method: 'PUT', headers, body, duplex: 'half' };
      await request(`/api/v1/runs/${id(run)}/models/${moment}?${query}`, init);
    },
    compareRuns: (runs) =>
      get(
        `/api/v1/comparison?${new URLSearchParams(runs.map((run) => ['run', run]))}`,
        comparisonResponseSchema,
      ),
    createLoginToken: async () =>
      (await post('/api/v1/login-tokens', {}, z.object({ token: z.string() }))).token,
    backup: () => request('/api/v1/backup', { method: 'POST' }),
    checkIntegrity: async () => (await get('/api/v1/integrity', integrityResponseSchema)).checks,
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
