import { z } from 'zod';

/** What the data directory holds, and where it is. */
export const storageSchema = z.object({
  home: z.string(),
  /** In bytes; the database with its write-ahead log. */
  bytes: z.object({
    database: z.int(),
    corpora: z.int(),
    models: z.int(),
    backups: z.int(),
    /** Left on the disk that holds it. */
    free: z.int(),
  }),
  counts: z.object({
    sweeps: z.int(),
    runs: z.int(),
    corpora: z.int(),
    models: z.int(),
    samples: z.int(),
    points: z.int(),
  }),
});
export type Storage = z.infer<typeof storageSchema>;
