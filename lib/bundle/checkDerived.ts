import type { SweepAnswer } from '@/lib/domain/answer';
import type { AnswerInput } from '@/lib/domain/answerInput';
import { moments } from '@/lib/domain/score';
import type { SweepSpec } from '@/lib/domain/sweep';
import type { BundleCheck } from './check';
import { differencesOf, faultText } from './differences';
import { bundlePaths } from './format';
import type { OpenBundle } from './readBundle';

/** How the texts of a bundle are written: lib/export and sweeps know. */
export interface DerivedMakers {
  table: (answer: SweepAnswer) => string;
  specText: (spec: SweepSpec) => string;
}

/** The table and the sweep file say what the stored answer and spec say, which are looked at by themselves. */
export function checkTexts(
  bundle: OpenBundle,
  { spec }: AnswerInput,
  { table, specText }: DerivedMakers,
): BundleCheck {
  const expected = [
    { path: bundlePaths.table, text: table(bundle.answer()) },
    { path: bundlePaths.spec, text: specText(spec) },
  ];
  const faults = expected.flatMap(({ path, text }) => lineFaults(path, bundle.text(path), text));
  return { name: 'texts', detail: expected.map(({ path }) => path).join(', '), faults };
}

/** What runs and spec tell of the appendix; the rest is as recorded. */
export function checkAppendix(bundle: OpenBundle, { runs, spec }: AnswerInput): BundleCheck {
  const { slug, name, licence, origin, pairCount, fingerprint } = bundle.corpus();
  const stored = bundle.appendix();
  const scores = runs.flatMap(({ tested }) =>
    moments.flatMap((moment) => Object.entries(tested[moment]?.scores ?? {})),
  );
  const signatures = Object.fromEntries(
    scores.map(([metric]) => [
      metric,
      distinct(scores.flatMap(([other, { signature }]) => (other === metric ? signature : []))),
    ]),
  );
  const computed = {
    ...stored,
    spec: bundle.text(bundlePaths.spec),
    seeds: spec.seeds,
    corpus: { slug, name, licence, origin, pairs: pairCount, fingerprint },
    data: {
      ...stored.data,
      testHashes: distinct(runs.flatMap(({ comparison }) => comparison?.testHash ?? [])),
    },
    compute: { ...stored.compute, runs: runs.length },
    selection: spec.objective,
    signatures,
  };
  const faults = differencesOf(stored, computed, 'appendix').map(faultText);
  return {
    name: 'appendix',
    detail: `${spec.seeds.length} seeds, ${Object.keys(signatures).length} scores`,
    faults,
  };
}

/** By lines, so that a fault shows the place and not the whole text. */
function lineFaults(path: string, stored: string, computed: string): string[] {
  const [storedLines, computedLines] = [stored.split('\n'), computed.split('\n')];
  const places = Array.from({ length: Math.max(storedLines.length, computedLines.length) }, (_, at) => at);
  return places.flatMap((at) =>
    differencesOf(storedLines[at], computedLines[at], `${path}, line ${at + 1}`).map(faultText),
  );
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
