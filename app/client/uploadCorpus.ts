import { errorResponseSchema } from '@/lib/domain/api';
import { type Corpus, corpusSchema } from '@/lib/domain/corpus';
import { ApiError } from './api';

/**
 * Sends a corpus file as a raw body. XMLHttpRequest, because fetch does not say how much of a body has been sent.
 * @throws ApiError with the importer's own sentence (line number, what was expected)
 */
export function uploadCorpus(file: File, onProgress: (sentBytes: number) => void): Promise<Corpus> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const name = file.name.replace(/\.[^.]+$/, '');
    request.open('POST', `/api/v1/corpora?name=${encodeURIComponent(name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.upload.onload = () => onProgress(file.size);
    request.onload = () => {
      const corpus = corpusSchema.safeParse(request.response);
      if (request.status < 300 && corpus.success) return resolve(corpus.data);
      const refusal = errorResponseSchema.safeParse(request.response);
      return reject(
        refusal.success
          ? new ApiError(refusal.data.error.code, refusal.data.error.message, refusal.data.error.path)
          : new ApiError('internal', `the server answered ${request.status} without saying why`),
      );
    };
    request.onerror = () =>
      reject(new ApiError('server_unreachable', 'The connection broke while the file was being sent.'));
    request.send(file);
  });
}
