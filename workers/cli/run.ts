import { resolve } from 'node:path';
import { refusalText } from '@/lib/domain/comparison';
import { formatLevel } from '@/lib/domain/config';
import { metricText } from '@/lib/domain/metric';
import type { Moment } from '@/lib/domain/score';
import { connect } from './client';
import { requireFilePath, saveDownload } from './download';
import { exitCodes } from './exitCodes';
import { printJson, printTable, say } from './output';

/** heldout run hypotheses ID [--moment best|last]: one translation a line, or all of it as JSON */
export async function runHypotheses(id: string, flags: { moment: Moment; json: boolean }): Promise<number> {
  const answer = await connect().getHypotheses(id, flags.moment);
  if (flags.json) printJson(answer);
  else {
    for (const { hypothesis } of answer.sentences) {
      process.stdout.write(`${hypothesis.replace(/[\r\n]+/g, ' ')}\n`);
    }
  }
  return exitCodes.ok;
}

/** heldout run artifact ID NAME: the artifact's text */
export async function runArtifact(id: string, name: string): Promise<number> {
  process.stdout.write(await connect().getArtifact(id, name));
  return exitCodes.ok;
}

/**
 * heldout run model ID --out FILE: the parameters of the best step, as a safetensors file, whole or not at all
 *
 * @throws HeldoutError not_found, checksum_mismatch, storage_full, storage_unavailable
 */
export async function runModel(id: string, flags: { out: string; json: boolean }): Promise<number> {
  const command = 'heldout run model';
  const path = resolve(flags.out);
  await requireFilePath(path, command);
  const { model, response } = await connect().downloadModel(id);
  const { bytes } = await saveDownload({ command, response, sha256: model.sha256 }, path);
  if (flags.json) printJson({ file: path, ...model });
  else {
    const { step, epoch, sha256 } = model;
    say(
      `${path}: ${(bytes / 1e6).toFixed(1)} MB, step ${step} (epoch ${epoch.toFixed(2)}), SHA-256 ${sha256}.`,
    );
  }
  return exitCodes.ok;
}

/** heldout run compare ID ID …: scores of the whole test split, refused where the test sets differ */
export async function runCompare(ids: readonly string[], flags: { json: boolean }): Promise<number> {
  const { runs, refused } = await connect().compareRuns(ids);
  if (flags.json) {
    printJson({ runs, refused });
    return exitCodes.ok;
  }
  const metrics = Object.keys(runs[0]?.scores.scores ?? {}).filter((metric) => !(metric in refused));
  printTable(
    [
      { key: 'run', label: 'run' },
      { key: 'variant', label: 'variant' },
      { key: 'seed', label: 'seed' },
      { key: 'sentences', label: 'sentences' },
      ...metrics.map((metric) => ({ key: metric, label: `test ${metricText(metric).label}` })),
    ],
    runs.map(({ id, levels, seed, scores }) => ({
      run: id,
      variant: Object.values(levels).map(formatLevel).join(' '),
      seed,
      sentences: scores.sentences,
      ...Object.fromEntries(metrics.map((metric) => [metric, scores.scores[metric]?.value ?? null])),
    })),
  );
  for (const reason of new Set(Object.values(refused))) {
    const metrics = Object.keys(refused).filter((metric) => refused[metric] === reason);
    say(refusalText(metrics, reason));
  }
  return exitCodes.ok;
}
