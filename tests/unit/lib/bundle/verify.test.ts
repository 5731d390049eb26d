import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { bundlePaths } from '@/lib/bundle/format';
import { openBundle } from '@/lib/bundle/readBundle';
import { verifyBundle } from '@/lib/bundle/verify';
import { type Interaction, sweepAnswerSchema } from '@/lib/domain/answer';
import { HeldoutError } from '@/lib/domain/errors';
import { toJsonText } from '@/lib/domain/metric';
import { bundleFiles, crossedFiles, forged, makers, pack, rezipped, testSet } from './bundles';

const faultsOf = (bytes: Uint8Array) =>
  Object.fromEntries(
    verifyBundle(bytes, makers).flatMap(({ name, faults }) => (faults.length === 0 ? [] : [[name, faults]])),
  );

function refusal(bytes: Uint8Array): HeldoutError {
  try {
    verifyBundle(bytes, makers);
  } catch (error) {
    if (error instanceof HeldoutError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

const encode = (text: string) => new TextEncoder().encode(text);

describe('verifyBundle', () => {
  it('computes every number again and finds what is stored', async () => {
    const checks = verifyBundle(await pack(bundleFiles()), makers);
    expect(checks.flatMap(({ faults }) => faults)).toEqual([]);
    expect(checks.map(({ name, detail }) => `${name}: ${detail}`)).toEqual([
      'files: 17 files as the manifest says',
      'test sets: 1 with the hash that runs recorded',
      'scores: 32 of 4 runs, from their translations',
      'results: 4 runs, from their curves',
      'answer: 1 effects, 0 interactions, 2 variants',
      'sentences: 2 seeds, 6 sentences',
      'texts: table.csv, spec.yaml',
      'appendix: 2 seeds, 4 scores',
    ]);
  });

  it('computes a bundle again that is older than the seeds of an interaction', async () => {
    const withSeeds = (change: (interaction: Interaction) => Interaction) => (text: string) => {
      const answer = sweepAnswerSchema.parse(JSON.parse(text));
      return toJsonText({ ...answer, interactions: answer.interactions.map(change) });
    };
    expect(faultsOf(await pack(crossedFiles()))).toEqual({});
    const older = withSeeds(({ seeds: _, ...told }) => told);
    expect(faultsOf(await forged(bundlePaths.answer, older, crossedFiles()))).toEqual({});
    const wrong = withSeeds((interaction) => ({ ...interaction, seeds: 7 }));
    expect(faultsOf(await forged(bundlePaths.answer, wrong, crossedFiles()))).toEqual({
      answer: ['answer.interactions.0.seeds: stored 7, computed 2'],
    });
  });

  it('tells a changed file from its SHA-256, and trusts nothing else of the bundle', async () => {
    const bytes = rezipped(await pack(bundleFiles()), (entries) => {
      const table = entries[bundlePaths.table];
      if (table) table[0] = (table[0] ?? 0) ^ 1;
    });
    const checks = verifyBundle(bytes, makers);
    expect(checks).toHaveLength(1);
    expect(checks[0]?.faults).toEqual([
      expect.stringMatching(/^table\.csv: SHA-256 is [0-9a-f]{64}, the manifest says [0-9a-f]{64}$/),
    ]);
  });

  it('does not pass an archive of which any one byte was changed as another content', async () => {
    const bytes = await pack(bundleFiles());
    const sound = JSON.stringify(verifyBundle(bytes, makers));
    // Every 397th byte: headers, names, compressed texts and the directory; a changed date or CRC changes no content.
    for (let at = 0; at < bytes.length; at += 397) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      let outcome: string;
      try {
        outcome = JSON.stringify(verifyBundle(changed, makers));
      } catch (error) {
        expect(error, `byte ${at}`).toBeInstanceOf(HeldoutError);
        continue;
      }
      if (outcome === sound) expect(contentsOf(changed), `byte ${at}`).toEqual(contentsOf(bytes));
    }
  });

  it('names a file that is missing, and one that is too many', async () => {
    const bytes = rezipped(await pack(bundleFiles()), (entries) => {
      delete entries[bundlePaths.table];
      entries['table.xlsm'] = encode('macro');
    });
    expect(faultsOf(bytes)).toEqual({
      files: ['table.csv is missing', 'table.xlsm is not in the manifest'],
    });
  });

  it('is told a wrong length by the manifest', async () => {
    const bytes = rezipped(await pack(bundleFiles()), (entries) => {
      const manifest = new TextDecoder().decode(entries[bundlePaths.manifest]);
      entries[bundlePaths.manifest] = encode(manifest.replace('"bytes": 8,', '"bytes": 9,'));
    });
    expect(faultsOf(bytes)).toEqual({ files: ['README.txt has 8 bytes, the manifest says 9'] });
  });

  it('sees names that are properties of every object as the strangers that they are', async () => {
    const bytes = await pack([...bundleFiles(), { path: 'toString', text: 'x' }]);
    expect(faultsOf(bytes)).toEqual({});
    const stranger = rezipped(await pack(bundleFiles()), (entries) => {
      entries['constructor'] = encode('x');
    });
    expect(faultsOf(stranger)).toEqual({ files: ['constructor is not in the manifest'] });
  });

  describe('with a manifest that was made to fit', () => {
    it('finds a changed effect in the answer', async () => {
      const bytes = await forged(bundlePaths.answer, (text) =>
        text.replace(/"standardError": (\d)/, '"standardError": 9$1'),
      );
      expect(Object.keys(faultsOf(bytes))).toEqual(['answer']);
      expect(faultsOf(bytes)['answer']).toEqual([
        expect.stringMatching(/^answer\.effects\.0\.standardError: stored 9[\d.]+, computed [\d.]+$/),
      ]);
    });

    it('finds a changed verdict', async () => {
      const bytes = await forged(bundlePaths.answer, (text) =>
        text
          .replace(/"kind": "(no-difference|suggested|difference)"/, '"kind": "difference2"')
          .replace('difference2', text.includes('"kind": "difference"') ? 'suggested' : 'difference'),
      );
      expect(faultsOf(bytes)['answer']?.join()).toMatch(/answer\.verdicts\.\d\.kind: stored/);
    });

    it('finds a score that its translations have not, and the answer that no longer follows', async () => {
      const bytes = await forged(bundlePaths.input, (text) => raised(text));
      const faults = faultsOf(bytes);
      expect(faults['scores']).toEqual([
        expect.stringMatching(/^run 0-1, best, test\/bleu\.value: stored 99, computed [\d.]+$/),
      ]);
      expect(faults['answer']?.length).toBeGreaterThan(0);
    });

    it('finds a translation that was made better', async () => {
      const path = bundlePaths.hypotheses('1-2', 'best');
      const bytes = await forged(path, (text) => text.replace('的', ''));
      expect(faultsOf(bytes)['scores']?.[0]).toMatch(/^run 1-2, best, test\/bleu\.value: stored/);
      expect(faultsOf(bytes)['sentences']?.length).toBeGreaterThan(0);
    });

    it('finds translations that are fewer than the sentences', async () => {
      const path = bundlePaths.hypotheses('1-2', 'last');
      const bytes = await forged(path, (text) => text.replace(/,\s*"[^"]*"\s*\]/, ']'));
      expect(faultsOf(bytes)['scores']).toEqual([
        'run 1-2, last.sentences: stored 6, computed 5',
        'test set of run 1-2, last: stored 6, computed 5',
      ]);
    });

    it('finds a test set whose sentences were changed', async () => {
      const bytes = await forged(bundlePaths.testSet(testSet), (text) =>
        text.replace('sentence 0', 'sentence x'),
      );
      expect(faultsOf(bytes)['test sets']).toEqual([
        expect.stringMatching(/^testsets\/[0-9a-f]{64}\.json: its sentences have the hash [0-9a-f]{64}$/),
      ]);
    });

    it('finds a best step that the curves have not', async () => {
      const bytes = await forged(bundlePaths.input, (text) =>
        text.replace('"bestStep": 20', '"bestStep": 10'),
      );
      expect(faultsOf(bytes)['results']).toEqual(['run 0-1.bestStep: stored 10, computed 20']);
    });

    it('finds a changed comparison, a kinder part of its seeds, and one that was taken away', async () => {
      const changed = await forged(bundlePaths.comparison, (text) =>
        text.replace(/"pValue": 0?\.?\d*/, '"pValue": 0.5'),
      );
      expect(faultsOf(changed)['sentences']?.[0]).toMatch(/^comparison\.metrics\.0\..*pValue: stored 0\.5/);
      const fewer = await forged(bundlePaths.comparison, (text) =>
        text.replace(/"seeds": \[\s*1,\s*2\s*\]/, '"seeds": [1]'),
      );
      expect(faultsOf(fewer)['sentences']).toEqual(['comparison.seeds.1: stored undefined, computed 2']);
      const gone = await forged(bundlePaths.comparison, () => '{"reason": "no"}');
      expect(faultsOf(gone)['sentences']).toEqual([
        'comparison: stored is none (no), but 6 sentences can be compared',
      ]);
    });

    it('finds a number of the table, and a spec that is not the one that was run', async () => {
      const table = await forged(bundlePaths.table, (text) => text.replace('\r\n1,', '\r\n7,'));
      expect(faultsOf(table)['texts']).toEqual([expect.stringMatching(/^table\.csv, line 3: stored "7,/)]);
      const spec = await forged(bundlePaths.spec, (text) =>
        text.replace('seeds: [1, 2]', 'seeds: [1, 2, 3]'),
      );
      expect(faultsOf(spec)['texts']).toEqual([
        expect.stringMatching(
          /^spec\.yaml, line \d+: stored "seeds: \[1, 2, 3\]", computed "seeds: \[1, 2\]"$/,
        ),
      ]);
    });

    it('finds an appendix that says otherwise than the runs', async () => {
      const bytes = await forged(bundlePaths.appendix, (text) =>
        text.replace('"runs": 4', '"runs": 400').replace('"name": "Sentences"', '"name": "WMT"'),
      );
      expect(faultsOf(bytes)['appendix']).toEqual([
        'appendix.corpus.name: stored "WMT", computed "Sentences"',
        'appendix.compute.runs: stored 400, computed 4',
      ]);
    });
  });
});

describe('openBundle refuses', () => {
  it.each([
    ['what is no zip archive', encode('PDF'), /^This is no bundle of Heldout: /],
    ['nothing', new Uint8Array(), /^This is no bundle of Heldout: /],
    [
      'half an archive',
      zipSync({ a: encode('x'.repeat(1000)) }).slice(0, 40),
      /^This is no bundle of Heldout: /,
    ],
    [
      'an archive of something else',
      zipSync({ 'a.txt': encode('a') }),
      /^The bundle has no manifest\.json: it is not whole\.$/,
    ],
  ])('%s', (_, bytes, message) => {
    const error = refusal(bytes);
    expect(error.code).toBe('invalid_input');
    expect(error.message).toMatch(message);
  });

  it('an archive whose directory promises more than 2 GiB, before it unpacks it', async () => {
    const bytes = await pack(bundleFiles());
    const error = refusal(claiming(bytes, 'README.txt', 2 ** 31 + 1));
    expect(error.code).toBe('payload_too_large');
    expect(error.message).toMatch(/^The bundle unpacks to more than 2 GiB \(at README\.txt\)/);
  });

  it('reads no more of an entry than its directory says', async () => {
    const bytes = claiming(await pack(bundleFiles()), 'README.txt', 3);
    expect(openBundle(bytes).digestOf('README.txt')?.bytes).toBe(3);
  });

  it('an archive that holds a file twice', () => {
    const bytes = zipSync({ 'answer.jsom': encode('1'), 'answer.json': encode('2') }, { level: 0 });
    const text = Buffer.from(bytes).toString('latin1').replaceAll('answer.jsom', 'answer.json');
    const error = refusal(new Uint8Array(Buffer.from(text, 'latin1')));
    expect([error.code, error.path]).toEqual(['invalid_input', 'answer.json']);
    expect(error.message).toMatch(/^The bundle has answer\.json twice/);
  });

  it('a manifest of another format, naming the one that it reads', async () => {
    const bytes = rezipped(await pack(bundleFiles()), (entries) => {
      const manifest = new TextDecoder().decode(entries[bundlePaths.manifest]);
      entries[bundlePaths.manifest] = encode(manifest.replace('"format": 1', '"format": 2'));
    });
    expect(refusal(bytes).message).toBe(
      "The bundle's manifest.json cannot be read: format: this version of Heldout reads bundles of format 1.",
    );
  });

  it('a file that is no JSON, or is none of what it has to be, naming the place', async () => {
    expect(refusal(await forged(bundlePaths.answer, () => 'NaN')).message).toBe(
      "The bundle's answer.json is no JSON.",
    );
    const wrong = await forged(bundlePaths.answer, (text) =>
      text.replace('"family": ', '"family": "x", "x": '),
    );
    expect(refusal(wrong).message).toMatch(
      /^The bundle's answer\.json cannot be read: family: .*expected number/,
    );
  });

  it('a bundle from which a file and its line in the manifest were taken', async () => {
    const path = bundlePaths.hypotheses('0-1', 'best');
    const files = bundleFiles().filter((file) => file.path !== path);
    const error = refusal(await pack(files));
    expect([error.code, error.path]).toEqual(['invalid_input', path]);
    expect(error.message).toBe(`The bundle has no ${path}: it is not whole.`);
  });
});

/** The first BLEU of the runs raised to 99. */
function raised(text: string): string {
  return text.replace(/("test\/bleu": \{\s*"value": )[\d.]+/, '$199');
}

/** What a reader of the bundle gets. */
function contentsOf(bytes: Uint8Array): unknown {
  const bundle = openBundle(bytes);
  return [...bundle.paths].map((path) => [path, bundle.digestOf(path)]);
}

/** The archive whose central directory (APPNOTE §4.3.12) gives an entry another uncompressed size. */
function claiming(bytes: Uint8Array, name: string, size: number): Uint8Array {
  const changed = Buffer.from(bytes);
  const signature = Buffer.from([0x50, 0x4b, 1, 2]);
  let at = changed.indexOf(signature);
  while (at >= 0) {
    const length = changed.readUInt16LE(at + 28);
    if (changed.subarray(at + 46, at + 46 + length).toString() === name) changed.writeUInt32LE(size, at + 24);
    at = changed.indexOf(signature, at + 4);
  }
  return new Uint8Array(changed);
}
