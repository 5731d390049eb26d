import { z } from 'zod';
import { corpusSchema } from './corpus';

/** Corpora that the server can fetch from their publishers. */
export const downloadableDatasets = ['tatoeba-cmn-eng'] as const;
export type DownloadableDataset = (typeof downloadableDatasets)[number];

export const downloadRequestSchema = z.strictObject({
  dataset: z.enum(downloadableDatasets),
  /** SHA-256 of the archive, where only this very one is wanted; anything else is refused. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'a SHA-256 is 64 hexadecimal digits')
    .transform((text) => text.toLowerCase())
    .optional(),
});
export type DownloadRequest = z.infer<typeof downloadRequestSchema>;

/** What GET /api/v1/corpora/downloads says of each dataset, for those who offer, watch or have watched its download. */
export const corpusDownloadSchema = z.object({
  dataset: z.enum(downloadableDatasets),
  title: z.string(),
  licence: z.string(),
  /** Where it is fetched from. */
  url: z.string(),
  /** Before anything is fetched; the publisher renews the archive now and then. */
  approximateBytes: z.int(),
  /** idle: not asked for since the server started. failed: `problem` says why; asking again goes on where it stopped. */
  state: z.enum(['idle', 'downloading', 'importing', 'done', 'failed']),
  receivedBytes: z.int(),
  /** null until the publisher has said it, or where it does not. */
  totalBytes: z.int().nullable(),
  /** Of the whole archive, once it is here. */
  sha256: z.string().nullable(),
  problem: z.string().nullable(),
  /** Once it is imported. */
  corpus: corpusSchema.nullable(),
});
export type CorpusDownload = z.infer<typeof corpusDownloadSchema>;
export const corpusDownloadListSchema = z.object({ downloads: z.array(corpusDownloadSchema) });
