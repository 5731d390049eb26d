import { errorResponseSchema } from '@/lib/domain/api';
import { type Corpus, corpusSchema } from '@/lib/domain/corpus';
import { type ImportOptionsInput, type ImportPreview, importPreviewSchema } from '@/lib/domain/corpusImport';
import { ApiError, fetchJson } from './api';

/** Of each file, this much is sent for a preview. */
const previewBytes = 2 ** 20;

/** One file, or the two line-aligned files of Moses, source first. */
export interface ImportRequest {
  files: readonly File[];
  options: ImportOptionsInput;
}

/** Whether a preview sees the files to their end. */
export function isPreviewWhole(files: readonly Pick<File, 'size'>[]): boolean {
  return files.every(({ size }) => size <= previewBytes);
}

/**
 * What an import with these options would give, from the beginnings of the files; nothing is stored.
 * @throws ApiError
 */
export function previewCorpus(
  { files, options }: ImportRequest,
  init: { signal: AbortSignal },
): Promise<ImportPreview> {
  const parts = files.map((file) => file.slice(0, previewBytes));
  const url = importUrl('/api/v1/corpora/preview', files, options, {
    sizes: parts.map(({ size }) => size),
    extra: { whole: String(isPreviewWhole(files)) },
  });
  return fetchJson(url, importPreviewSchema, {
    ...init,
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Blob(parts),
  });
}

/**
 * Sends corpus files as a raw body. XMLHttpRequest, because fetch does not say how much of a body has been sent.
 * @throws ApiError with the importer's own sentence (line number, what was expected)
 */
export function uploadCorpus(
  { files, options, name }: ImportRequest & { name: string },
  onProgress: (sentBytes: number) => void,
): Promise<Corpus> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const sizes = files.map(({ size }) => size);
    request.open('POST', importUrl('/api/v1/corpora', files, options, { sizes, extra: { name } }));
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.upload.onload = () => onProgress(sizes.reduce((sum, size) => sum + size, 0));
    request.onload = () => {
      const corpus = corpusSchema.safeParse(request.response);
      if (request.status < 300 && corpus.success) return resolve(corpus.data);
      const refusal = errorResponseSchema.safeParse(request.response);
      return reject(
        refusal.success
          ? new ApiError(refusal.data.error.code, refusal.data.error.message, refusal.data.error.path)
          : new ApiError('internal', `The server answered ${request.status} without saying why.`),
      );
    };
    request.onerror = () =>
      reject(new ApiError('server_unreachable', 'The connection broke while the file was being sent.'));
    request.send(files.length === 1 ? (files[0] ?? null) : new Blob([...files]));
  });
}

function importUrl(
  path: string,
  files: readonly File[],
  options: ImportOptionsInput,
  { sizes, extra }: { sizes: readonly number[]; extra: Record<string, string> },
): string {
  const query = new URLSearchParams(extra);
  for (const file of files) query.append('file', file.name);
  // One file is the whole body; of two the server must know where the second begins.
  if (files.length > 1) for (const size of sizes) query.append('bytes', String(size));
  query.set('options', JSON.stringify(options));
  return `${path}?${query}`;
}
