import type { Appendix } from '@/lib/domain/appendix';
import type { Formats } from '../format/formats';
import type { Names } from '../format/names';
import type { Words } from '../i18n/words';
import type { Block } from './document';

/** What a reader needs to do the sweep again. */
export function appendixBlocks(
  appendix: Appendix,
  { words, names, formats }: { words: Words<'report'>; names: Names; formats: Formats },
): Block[] {
  const { corpus, data, environment, compute, selection, signatures, versions, lastEndedAtMs } = appendix;
  const number = (value: number | null) => (value === null ? '?' : formats.count(value));
  const lines = [
    [
      words('corpus'),
      words('corpusLine', {
        name: corpus.name,
        pairs: corpus.pairs,
        licence: corpus.licence,
        fingerprint: corpus.fingerprint,
      }),
    ],
    [
      words('splits'),
      words('splitsLine', {
        train: data.trainPairs.map(number).join(', '),
        validation: number(data.validationPairs),
        test: number(data.testPairs),
        split: data.splitHashes.join(', '),
        testSet: data.testHashes.join(', '),
      }),
    ],
    [words('seeds'), appendix.seeds.join(', ')],
    [
      words('selection'),
      words('selectionLine', {
        goal: selection.goal,
        metric: names.metric(selection.metric),
        report: names.metric(selection.report),
      }),
    ],
    [
      words('compute'),
      words('computeLine', {
        runs: compute.runs,
        attempts: compute.attempts,
        time: formats.duration(compute.trainedSeconds * 1000),
      }),
    ],
    ...Object.entries(environment).map(([key, values]) => [
      `${words('environment')}, ${key}`,
      values.join('; '),
    ]),
    ...Object.entries(signatures).map(([metric, values]) => [
      `${words('scores')}, ${metric}`,
      values.join('; '),
    ]),
    [words('versions'), `heldout ${versions.heldout}, node ${versions.node}`],
  ];
  return [
    { kind: 'heading', level: 2, text: words('appendix') },
    { kind: 'list', items: lines.map(([label, text]) => `${label}: ${text}`) },
    ...(lastEndedAtMs === null
      ? []
      : [
          {
            kind: 'paragraph' as const,
            text: words('lastRun', {
              time: new Date(lastEndedAtMs).toISOString().slice(0, 16).replace('T', ' '),
            }),
          },
        ]),
    { kind: 'heading', level: 2, text: words('spec') },
    { kind: 'code', text: appendix.spec },
  ];
}
