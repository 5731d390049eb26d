import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import { bpePieces, type Merge } from './bpe';
import { packagePath, packageVersion } from './packages';

export const bpePackage = 'tokenizers';

export interface LearnedMerges {
  /** As many as the sentences give, or as the package learns: it stops at 30,000 symbols. */
  merges: readonly Merge[];
  /** True where the package stopped, not the data. */
  capped: boolean;
  /** Of the package. */
  version: string;
}

/** The package's default, which its Node interface cannot change. */
const mostSymbols = 30_000;

const savedSchema = z.object({
  model: z.object({
    vocab: z.record(z.string(), z.int()),
    merges: z.array(z.tuple([z.string(), z.string()])),
  }),
});

/**
 * In a process of its own, because the package prints blank lines to standard output, and ends the process where that
 * is closed. One piece a line; the delimiter keeps the line feed out of the pieces.
 */
const program = `
  const [packagePath, piecesPath, savedPath] = process.argv.slice(1);
  const { BPE, Tokenizer, charDelimiterSplit } = require(packagePath);
  const tokenizer = new Tokenizer(BPE.empty());
  tokenizer.setPreTokenizer(charDelimiterSplit('\\n'));
  tokenizer.train([piecesPath]);
  tokenizer.save(savedPath);
`;

/**
 * Learns all merges that the sentences give, by Hugging Face's tokenizers package. BPE is greedy: the first n of them
 * are the BPE of n merges. The same sentences give the same merges, in whatever order they come: the package breaks
 * ties by symbol number, and numbers characters by code point.
 *
 * Blocks until the package is done, about 0.5 s for 30,000 sentences.
 *
 * @throws HeldoutError internal where the package cannot be run
 */
export function learnMerges(sentences: readonly string[]): LearnedMerges {
  const folder = mkdtempSync(join(tmpdir(), 'heldout-bpe-'));
  try {
    const piecesPath = join(folder, 'pieces.txt');
    const savedPath = join(folder, 'saved.json');
    writePieces(piecesPath, sentences);
    const { status, stderr, error } = spawnSync(
      process.execPath,
      ['-e', program, packagePath(bpePackage), piecesPath, savedPath],
      { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' },
    );
    if (error || status !== 0) {
      throw new HeldoutError(
        'internal',
        `Training BPE: the ${bpePackage} package failed: ${(error?.message ?? stderr).trim().slice(0, 500)}`,
        { cause: error },
      );
    }
    const { model } = savedSchema.parse(JSON.parse(readFileSync(savedPath, 'utf8')));
    return {
      merges: model.merges,
      capped: Object.keys(model.vocab).length >= mostSymbols,
      version: packageVersion(bpePackage),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sentences a write: one string of all pieces could be longer than a string can be. */
const blockSize = 50_000;

function writePieces(path: string, sentences: readonly string[]): void {
  writeFileSync(path, '');
  for (let start = 0; start < sentences.length; start += blockSize) {
    const pieces = sentences.slice(start, start + blockSize).flatMap(bpePieces);
    const lines = pieces.filter((piece) => piece !== '\n').map((piece) => `${piece}\n`);
    writeFileSync(path, lines.join(''), { flag: 'a' });
  }
}
