import { createReadStream } from 'node:fs';
import type { ImportOptions } from '@/lib/domain/corpusImport';

export interface LocalFile {
  /** As the server is told. */
  name: string;
  path: string;
  bytes: number;
}

/** Of each file, this much is sent for a preview. */
const previewBytes = 2 ** 20;

/** The files' beginnings, as the preview route takes them. */
export function previewOf(files: readonly LocalFile[]): { parts: LocalFile[]; isWhole: boolean } {
  return {
    parts: files.map((file) => ({ ...file, bytes: Math.min(file.bytes, previewBytes) })),
    isWhole: files.every(({ bytes }) => bytes <= previewBytes),
  };
}

/** Query of the import and preview routes. */
export function uploadQuery(
  files: readonly LocalFile[],
  options: ImportOptions,
  rest: Record<string, string>,
): string {
  const query = new URLSearchParams(rest);
  for (const { name, bytes } of files) {
    query.append('file', name);
    query.append('bytes', String(bytes));
  }
  query.set('options', JSON.stringify(options));
  return query.toString();
}

/** The files one after the other as a request's body, read as the connection takes them. */
export function uploadBody(
  files: readonly LocalFile[],
  onProgress: (sentBytes: number) => void = () => {},
): ReadableStream<Uint8Array> {
  const chunks = readFiles(files);
  let sentBytes = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done) return controller.close();
      sentBytes += next.value.length;
      onProgress(sentBytes);
      controller.enqueue(next.value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

async function* readFiles(files: readonly LocalFile[]): AsyncGenerator<Uint8Array, undefined, undefined> {
  for (const { path, bytes } of files) {
    if (bytes === 0) continue;
    const chunks: AsyncIterable<Buffer> = createReadStream(path, {
      end: bytes - 1,
      highWaterMark: 256 * 1024,
    });
    for await (const chunk of chunks) yield new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
  return undefined;
}
