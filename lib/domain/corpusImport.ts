import { z } from 'zod';

/** Forms in which sentence pairs are brought; docs/importers.md describes each with its limits. */
export const importFormats = ['tsv', 'csv', 'moses', 'tmx', 'jsonl', 'po'] as const;
export type ImportFormat = (typeof importFormats)[number];

export const textEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030'] as const;
export type TextEncoding = (typeof textEncodings)[number];

/** A column of a TSV or CSV file by number, from 1, or by its heading; a key of a JSON Lines object by its name. */
const columnSchema = z.union([z.int().min(1).max(1000), z.string().min(1).max(200)]);

const languageSchema = z
  .string()
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language is named like en, zh or zh-Hans (BCP 47)');

/** Pairs outside the bounds are left out, and counted. Lengths are in characters (code points). */
export const importFiltersSchema = z.strictObject({
  minLength: z.int().min(1).max(1_000_000).default(1),
  /** 0: no bound. */
  maxLength: z.int().min(0).max(1_000_000).default(0),
  /** Longer side over shorter side; English has about 3 characters for one of Chinese, so 9 leaves room. 0: no bound. */
  maxLengthRatio: z.number().min(0).max(1000).default(0),
  /** pairs: the same source with the same target; sources: the first translation of a source alone is kept. */
  duplicates: z.enum(['keep', 'pairs', 'sources']).default('pairs'),
  /** Script of the Chinese side; sentences written alike in both are never left out, those that mix both always are. */
  script: z.enum(['any', 'simplified', 'traditional']).default('any'),
  /** Leave out pairs with a side that has no letter at all (numbers and marks alone). */
  letters: z.boolean().default(false),
});
export type ImportFilters = z.infer<typeof importFiltersSchema>;

export const importOptionsSchema = z.strictObject({
  /** auto: found out from the file's name and its beginning. */
  format: z.enum(['auto', ...importFormats]).default('auto'),
  encoding: z.enum(['auto', ...textEncodings]).default('auto'),
  sourceColumn: columnSchema.optional(),
  targetColumn: columnSchema.optional(),
  attributionColumn: columnSchema.optional(),
  /** The first line names the columns; auto: where a column is chosen by name, or where it names both sides. */
  header: z.enum(['auto', 'yes', 'no']).default('auto'),
  /** Of CSV; auto: comma, semicolon or tab, whichever the first lines agree on. */
  delimiter: z.enum(['auto', ',', ';', '\t', '|']).default('auto'),
  sourceLanguage: languageSchema.default('en'),
  targetLanguage: languageSchema.default('zh'),
  /** Text is always brought to NFC. fold also turns full-width letters, digits and marks into their plain forms. */
  fullWidth: z.enum(['keep', 'fold']).default('keep'),
  filters: importFiltersSchema.default(importFiltersSchema.parse({})),
});
export type ImportOptions = z.infer<typeof importOptionsSchema>;
export type ImportOptionsInput = z.input<typeof importOptionsSchema>;
export const defaultImportOptions: ImportOptions = importOptionsSchema.parse({});

/** What an importer found out about the file, so that a person can correct it before anything is stored. */
export const detectedImportSchema = z.object({
  format: z.enum(importFormats),
  encoding: z.enum(textEncodings),
  /** The file inside an archive that is read; null where the file is not packed. */
  archiveEntry: z.string().nullable(),
  delimiter: z.string().nullable(),
  hasHeader: z.boolean(),
  /** Columns or keys with their first values; [] where the form has none to choose from. */
  columns: z.array(z.object({ name: z.string(), examples: z.array(z.string()) })),
  /** Of TMX: the languages that the first units have. */
  languages: z.array(z.string()),
});
export type DetectedImport = z.infer<typeof detectedImportSchema>;

export const importPreviewSchema = z.object({
  /** null where not even the form could be found out; the problem says why. */
  detected: detectedImportSchema.nullable(),
  pairs: z.array(z.object({ source: z.string(), target: z.string(), attribution: z.string().optional() })),
  /** Of the part that was read. */
  pairsRead: z.int(),
  removed: z.record(z.string(), z.int()),
  /** The sentence with which the import would be refused, as far as the part that was read shows it. */
  problem: z.string().nullable(),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;
