/**
 * Imports a million generated pairs in every form, each in a process of its own, and prints seconds and peak memory
 * (wanted: below 60 s and 500 MB). The file is made on the fly while it is read, which is part of the time.
 * Run on an idle machine: npx tsx tests/bench/importCorpus.ts [--pairs 1000000] [--formats tsv,csv]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type ImportFile, openImport } from '@/lib/data/importers/openImport';
import { defaultImportOptions, type ImportFormat, importFormats } from '@/lib/domain/corpusImport';
import { printTable } from '@/workers/cli/output';

const { values: flags } = parseArgs({
  options: {
    pairs: { type: 'string', default: '1000000' },
    formats: { type: 'string', default: importFormats.join(',') },
    measure: { type: 'string' },
  },
});
const wantedPairs = Number(flags.pairs);
const resultSchema = z.object({ pairs: z.int(), seconds: z.number(), peakMebibytes: z.number() });

async function measureAll(): Promise<void> {
  const rows: Record<string, string | number>[] = [];
  for (const format of flags.formats.split(',')) {
    const child = fork(fileURLToPath(import.meta.url), ['--measure', format, '--pairs', flags.pairs], {
      execArgv: ['--import', 'tsx'],
    });
    const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    const { pairs, seconds, peakMebibytes } = resultSchema.parse(message);
    rows.push({ form: format, pairs, seconds: seconds.toFixed(1), mebibytes: Math.round(peakMebibytes) });
  }
  printTable(
    [
      { key: 'form', label: 'Form' },
      { key: 'pairs', label: 'Pairs' },
      { key: 'seconds', label: 'Time', unit: 's' },
      { key: 'mebibytes', label: 'Peak memory', unit: 'MiB' },
    ],
    rows,
  );
}

async function measure(format: ImportFormat): Promise<z.infer<typeof resultSchema>> {
  const started = performance.now();
  const { pairs } = await openImport(filesOf(format), defaultImportOptions);
  let count = 0;
  for await (const _ of pairs) count++;
  return {
    pairs: count,
    seconds: (performance.now() - started) / 1000,
    peakMebibytes: process.resourceUsage().maxRSS / 1024,
  };
}

const english =
  'the a cat dog house tree runs sees likes gave old new red who when not very often today there'.split(' ');
const chinese = Array.from('我你他们的一是在不了有和人这中大为上个国到说时要就出会可也对生能而子');
const attribution = 'CC-BY 2.0 (France) Attribution: tatoeba.org #538123 (CM) & #891077 (Martha)';

function sentencesOf(index: number): [string, string] {
  const words = Array.from(
    { length: 4 + (index % 9) },
    (_, word) => english[(index * (word + 7)) % english.length],
  );
  const signs = Array.from(
    { length: 6 + (index % 12) },
    (_, sign) => chinese[(index * (sign + 5)) % chinese.length],
  );
  return [`${words.join(' ')} ${index}.`, `${signs.join('')}${index}。`];
}

const lines: Record<Exclude<ImportFormat, 'moses'>, (source: string, target: string) => string> = {
  tsv: (source, target) => `${source}\t${target}\t${attribution}\n`,
  csv: (source, target) => `"${source}",${target},${attribution}\n`,
  tmx: (source, target) =>
    `<tu><tuv xml:lang="en"><seg>${source}</seg></tuv><tuv xml:lang="zh"><seg>${target}</seg></tuv></tu>\n`,
  jsonl: (source, target) => `${JSON.stringify({ source, target, attribution })}\n`,
  po: (source, target) => `#: program.c:12\nmsgid "${source}"\nmsgstr "${target}"\n\n`,
};

function filesOf(format: ImportFormat): ImportFile[] {
  if (format === 'moses') {
    return [
      { name: 'a.en', chunks: chunksOf((source) => `${source}\n`) },
      { name: 'a.zh', chunks: chunksOf((_, target) => `${target}\n`) },
    ];
  }
  const [start, end] = format === 'tmx' ? ['<tmx version="1.4"><body>', '</body></tmx>'] : ['', ''];
  return [{ name: `a.${format}`, chunks: chunksOf(lines[format], start, end) }];
}

async function* chunksOf(
  lineOf: (source: string, target: string) => string,
  start = '',
  end = '',
): AsyncGenerator<Uint8Array> {
  let text = start;
  for (let index = 0; index < wantedPairs; index++) {
    text += lineOf(...sentencesOf(index));
    if (text.length > 64 * 1024) {
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text + end);
}

if (flags.measure === undefined) await measureAll();
else process.send?.(await measure(z.enum(importFormats).parse(flags.measure)));
