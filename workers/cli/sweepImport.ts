import { basename, resolve } from 'node:path';
import { importOptionsSchema } from '@/lib/domain/corpusImport';
import { HeldoutError } from '@/lib/domain/errors';
import { isFinal } from '@/lib/domain/run';
import { type Brought, bringAttempts } from '../offline/bringAttempts';
import { openSweep, type StoredSweep, type SweepFolder } from '../offline/sweepFolder';
import { trainedAttempts } from '../offline/trainedAttempts';
import { type Client, connect } from './client';
import { exitCodes } from './exitCodes';
import { printJson, say } from './output';

/**
 * heldout sweep import FOLDER: brings a sweep that was trained without a server into a dashboard. Given again it brings
 * what has come since. Every byte is held against its checksum before anything is sent.
 *
 * @returns 1 where a run was left alone, since it has been trained there too
 */
export async function sweepImport(folder: string, flags: { json: boolean }): Promise<number> {
  const sweep = openSweep(resolve(folder));
  const { id, runs } = sweep.sweep;
  for (const run of runs) trainedAttempts(sweep, run);
  const client = connect();
  const corpus = await bringCorpus(client, sweep);
  const { isNew, runs: known } = await client.importSweep(requestOf(sweep.sweep));
  const total: Brought = { attempts: 0, reports: 0, models: 0 };
  const refusals: string[] = [];
  for (const [index, run] of runs.entries()) {
    showPlace(index, runs.length);
    const before = known.find((each) => each.id === run.id);
    if (!before) continue;
    try {
      const brought = await bringAttempts(client, before, trainedAttempts(sweep, run));
      total.attempts += brought.attempts;
      total.reports += brought.reports;
      total.models += brought.models;
    } catch (error) {
      if (!(error instanceof HeldoutError) || error.code !== 'conflict') throw error;
      refusals.push(error.message);
    }
  }
  showPlace(runs.length, runs.length);
  const left = await settle(client, id);
  if (flags.json) printJson({ sweepId: id, isNew, corpus, ...total, runsLeft: left, refusals });
  else tell(client, id, { isNew, corpus, total, left, refusals });
  return refusals.length === 0 ? exitCodes.ok : exitCodes.failed;
}

/** On a terminal alone: one line that is written anew, and gone at the end (CSI K, ECMA-48). */
function showPlace(done: number, all: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r\u001b[K${done < all ? `run ${done + 1} of ${all}` : ''}`);
}

/** @returns the corpus's slug in the dashboard */
async function bringCorpus(client: Client, { sweep, corpusPath }: SweepFolder): Promise<string> {
  const { fingerprint, name, licence, bytes, sourceLanguage, targetLanguage, origin } = sweep.corpus;
  const { corpora } = await client.listCorpora();
  const here = corpora.find((corpus) => corpus.fingerprint === fingerprint);
  if (here) return here.slug;
  // The canonical file: nothing in it is to be cleaned or left out once more.
  const options = importOptionsSchema.parse({
    format: 'jsonl',
    encoding: 'utf-8',
    sourceLanguage,
    targetLanguage,
    filters: { duplicates: 'keep' },
  });
  const file = { name: basename(origin) || basename(corpusPath), path: corpusPath, bytes };
  const licenced = licence === '' ? {} : { licence };
  const imported = await client.importCorpus([file], { name, options, ...licenced }, () => undefined);
  if (imported.fingerprint === fingerprint) return imported.slug;
  throw new HeldoutError(
    'checksum_mismatch',
    `Importing a sweep: its sentences have the fingerprint ${fingerprint}, and this version of Heldout reads them as ${imported.fingerprint}: import the sweep with the version that trained it.`,
  );
}

function requestOf({ id, createdAtMs, spec, corpus, variants, runs }: StoredSweep) {
  return {
    id,
    createdAtMs,
    spec,
    corpusFingerprint: corpus.fingerprint,
    variants: variants.map(({ index, config }) => ({ index, config })),
    runs,
  };
}

/**
 * A sweep comes in paused, so that nobody trains what is about to come; once all of it is here it is no more.
 *
 * @returns runs that have not come to their end
 */
async function settle(client: Client, id: string): Promise<number> {
  const { sweep, runs } = await client.getSweep(id);
  const left = runs.filter(({ state }) => !isFinal(state)).length;
  if (left === 0 && sweep.paused) await client.resumeSweep(id);
  return left;
}

function tell(
  client: Client,
  id: string,
  told: { isNew: boolean; corpus: string; total: Brought; left: number; refusals: readonly string[] },
): void {
  const { isNew, corpus, total, left, refusals } = told;
  const { attempts, reports, models } = total;
  for (const refusal of refusals) say(`heldout: ${refusal}`);
  if (!isNew && attempts === 0) say(`Nothing new: the dashboard has all that is in the folder.`);
  else say(`Brought ${attempts} attempts: ${reports} reports, ${models} models; corpus ${corpus}.`);
  if (left > 0) {
    say(
      `${left} runs are not over, and the sweep is paused: import again when there is more, or train the rest here with heldout sweep resume ${id}`,
    );
  }
  say(`${client.url}/sweeps/${id}`);
  process.stdout.write(`${id}\n`);
}
