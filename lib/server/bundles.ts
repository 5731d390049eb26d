import { createHash } from 'node:crypto';
import { bundlePaths, bundleReadme } from '@/lib/bundle/format';
import { type BundleFile, packBundle } from '@/lib/bundle/pack';
import type { AnswerInput } from '@/lib/domain/answerInput';
import { slugOf } from '@/lib/domain/corpus';
import { toJsonText } from '@/lib/domain/metric';
import { moments } from '@/lib/domain/score';
import { variantRecords } from '@/lib/export/ablationRecords';
import { toCsv } from '@/lib/export/csv';
import packageJson from '@/package.json';
import { answerInputOf } from './answerInput';
import { type AnswerReport, getReport } from './answerReports';
import { answerState } from './answers';
import type { ServerContext } from './context';
import { corpusOf, requireSweep } from './rows';
import { server } from './server';

export interface Bundle {
  filename: string;
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
}

/**
 * All that a sweep's answer comes from, as one archive that `sweep verify` computes again. Held in memory: about the size of
 * the translations, compressed. The same sweep gives the same bytes.
 *
 * @throws HeldoutError as getAnswer
 */
export async function makeBundle(sweepId: string): Promise<Bundle> {
  const context = server();
  const { spec } = requireSweep(context, sweepId);
  const files = await consistentFiles(context, sweepId);
  const bytes = await packBundle(files, { heldout: packageJson.version, sweepId });
  return {
    filename: `${slugOf(spec.name, 'sweep')}-${sweepId}.heldout.zip`,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** The input is read at one moment with the state that the answer is of; a run that ends meanwhile makes it begin again. */
async function consistentFiles(context: ServerContext, sweepId: string): Promise<Generator<BundleFile>> {
  const before = answerState(context, sweepId);
  const report = await getReport(sweepId, {});
  if (answerState(context, sweepId) !== before) return consistentFiles(context, sweepId);
  return filesOf(context, answerInputOf(context, sweepId), report);
}

function* filesOf(
  context: ServerContext,
  input: AnswerInput,
  { answer, appendix, comparison, name }: AnswerReport,
): Generator<BundleFile> {
  const { testReports } = context.store;
  const { sweepId } = input;
  const corpus = corpusOf(context, requireSweep(context, sweepId).corpusId);
  const json = (path: string, value: unknown) => ({ path, text: `${toJsonText(value, 1)}\n` });
  yield {
    path: bundlePaths.readme,
    text: bundleReadme({ name, corpus: corpus.name, licence: corpus.licence }),
  };
  yield { path: bundlePaths.spec, text: appendix.spec };
  yield json(bundlePaths.corpus, corpus);
  yield json(bundlePaths.appendix, appendix);
  yield json(bundlePaths.answer, answer);
  yield json(bundlePaths.comparison, comparison);
  const { columns, rows } = variantRecords(answer);
  yield { path: bundlePaths.table, text: toCsv(columns, rows) };
  yield json(bundlePaths.input, input);
  const written = new Set<string>();
  for (const run of input.runs) {
    for (const moment of moments) {
      const final = run.tested[moment];
      if (!final) continue;
      const sentences = testReports.sentences(run.id, moment);
      if (!written.has(final.testSet)) {
        written.add(final.testSet);
        const items = sentences.map(({ source, references }) => ({ source, references }));
        yield json(bundlePaths.testSet(final.testSet), { testSet: final.testSet, items });
      }
      const hypotheses = sentences.map(({ hypothesis }) => hypothesis);
      yield json(bundlePaths.hypotheses(run.id, moment), { testSet: final.testSet, hypotheses });
    }
  }
}
