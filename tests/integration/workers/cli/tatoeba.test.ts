import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sweepDetailSchema } from '@/lib/domain/api';
import { parseCsv } from '@/tests/csv';
import { heldout, type RunningHeldout, startHeldout, temporaryHome } from '@/tests/heldoutProgram';
import { referenceFile } from '@/tests/referenceFiles';

const tatoeba = referenceFile('data/tatoeba-cmn-eng.tsv');

describe.skipIf(!tatoeba)('real sentences', () => {
  const { home, remove } = temporaryHome();
  const env = { HELDOUT_HOME: home };
  let server: RunningHeldout | undefined;
  afterAll(async () => {
    await server?.stop();
    remove();
  });

  it('a sweep of two variants on 3,000 pairs of Tatoeba goes the whole path, from file to table', async () => {
    // Every ninth line: the file is sorted by length, and its head is all one-word sentences.
    const lines = readFileSync(tatoeba ?? '', 'utf8').split('\n');
    const subset = lines.filter((_, i) => i % 9 === 0).slice(0, 3000);
    expect(subset).toHaveLength(3000);
    const file = join(home, 'tatoeba.tsv');
    writeFileSync(file, subset.join('\n'));
    const spec = join(home, 'sweep.yaml');
    writeFileSync(
      spec,
      `name: Tatoeba
corpus: tatoeba
base: {dModel: 64, heads: 4, layers: 1, dFf: 256, epochs: 4, learningRate: 0.002, batchTokens: 512, evaluationPairs: 100, bleuSentences: 50}
factors: {positions: [learned, sinusoidal]}
`,
    );

    server = await startHeldout({ home, workers: 2 });
    const imported = await heldout(['corpus', 'import', file], env);
    expect(imported).toMatchObject({ code: 0, stdout: 'tatoeba\n' });
    const run = await heldout(['sweep', 'run', spec, '--watch', '--json'], env);
    expect(run.code, run.stderr).toBe(0);
    const { sweep, runs } = sweepDetailSchema.parse(JSON.parse(run.stdout));
    expect(runs.map((row) => row.state)).toEqual(['finished', 'finished']);

    const csv = await heldout(['sweep', 'export', sweep.id, '--format', 'csv'], env);
    const rows = parseCsv(csv.stdout);
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      // 7.3 nats before training: ln of the vocabulary's 1,500 or so characters.
      expect(Number(row['test/loss'])).toBeLessThan(6.5);
      expect(row['bleuSignature']).toContain('tok:zh');
    }
    expect(rows[0]?.['testHash'], 'both variants are scored on the same sentences').toBe(
      rows[1]?.['testHash'],
    );
  }, 180_000);
});
