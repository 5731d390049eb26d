import type { ReportData } from '@/app/report/sweepReport';
import type { Appendix } from '@/lib/domain/appendix';
import type { SentenceComparison } from '@/lib/domain/sentenceComparison';
import { whole } from '../answer/answers';

export const appendix: Appendix = {
  spec: 'name: Positions\n',
  seeds: [1, 2, 3],
  corpus: {
    slug: 'tatoeba',
    name: 'Tatoeba',
    licence: 'CC BY 2.0 FR',
    origin: 'tatoeba.org',
    pairs: 29_909,
    fingerprint: 'f'.repeat(64),
  },
  data: {
    trainPairs: [26_000, 27_000],
    validationPairs: 1495,
    testPairs: null,
    splitHashes: ['d'.repeat(64)],
    testHashes: ['e'.repeat(64)],
  },
  environment: { os: ['linux'], threads: ['1', '2'] },
  compute: { runs: 24, attempts: 25, trainedSeconds: 7384 },
  selection: { metric: 'validation/bleu', goal: 'maximize', report: 'test/bleu' },
  signatures: { 'test/bleu': ['nrefs:1|case:mixed'] },
  versions: { heldout: '0.1.0', node: 'v20.19.0' },
  lastEndedAtMs: Date.UTC(2026, 4, 4, 9, 5),
};

export const comparison: SentenceComparison = {
  ...{ baseline: 0, variant: 4, seeds: [1, 2, 3], sentences: 100, testSet: 'b'.repeat(64) },
  metrics: [
    {
      metric: 'test/bleu',
      signature: 'nrefs:1',
      higherIsBetter: true,
      perSeed: [],
      both: { value: 1.84, low: 0.2, high: 3.5, pValue: 0.03, signature: 'nrefs:1|hb:1000' },
      sentencesOnly: { value: 1.84, low: 0.9, high: 2.8 },
      seedsOnly: { value: 1.84, low: 0.5, high: 3.1 },
      foreseen: null,
    },
  ],
};

export const data: ReportData = {
  question: 'Do learned positions help?',
  answer: whole,
  appendix,
  comparison,
};
