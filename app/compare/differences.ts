import type { RunDetail } from '@/lib/domain/api';
import { catalogue, type Level } from '@/lib/domain/config';
import type { RunFacts } from '@/lib/domain/protocol';
import type { Formats } from '../format/formats';
import type { Names } from '../format/names';
import type { Words } from '../i18n/words';

export const settingSections = ['run', 'config', 'data', 'environment'] as const;
export type SettingSection = (typeof settingSections)[number];

/** One line of the configurations, side by side. */
export interface Setting {
  id: string;
  section: SettingSection;
  label: string;
  /** As written, one a run; undefined where a run does not know it yet. */
  texts: (string | undefined)[];
  differs: boolean;
  /** Names and hashes: not to be translated by the browser. */
  isData: boolean;
}

type Writing = { words: Words<'compare'>; names: Names; formats: Formats };

/** Everything that decides how a run comes out, in the order of what one changes by hand, and whether the runs agree in it. */
export function settingsOf(details: readonly RunDetail[], { words, names, formats }: Writing): Setting[] {
  const setting = (
    section: SettingSection,
    id: string,
    label: string,
    read: (detail: RunDetail) => string | undefined,
    isData = false,
  ): Setting => {
    const texts = details.map(read);
    return { id, section, label, texts, isData, differs: new Set(texts).size > 1 };
  };
  const data = (id: 'trainPairs' | 'testPairs' | 'sourceVocabulary' | 'targetVocabulary') =>
    setting('data', id, words(`configuration.${id}`), ({ facts }) =>
      facts ? formats.count(facts.data[id]) : undefined,
    );
  const hash = (
    id: 'fingerprint' | 'splitHash' | 'testHash',
    read: (facts: RunFacts) => string | null | undefined,
  ) =>
    setting(
      'data',
      id,
      words(`configuration.${id}`),
      ({ facts }) => (facts ? (read(facts)?.slice(0, 12) ?? undefined) : undefined),
      true,
    );
  const environment = new Set(details.flatMap(({ facts }) => Object.keys(facts?.environment ?? {})));
  return [
    ...catalogue.map(({ key }) =>
      setting('config', key, names.label(key), ({ config }) => {
        const level: Level | undefined = new Map<string, Level>(Object.entries(config)).get(key);
        return level === undefined ? undefined : names.level(key, level);
      }),
    ),
    setting('run', 'seed', words('configuration.seed'), ({ run }) => formats.count(run.seed)),
    setting('run', 'sweep', words('configuration.sweep'), ({ sweepName }) => sweepName, true),
    setting('run', 'corpus', words('configuration.corpus'), ({ corpus }) => corpus.name, true),
    setting('run', 'parameters', words('configuration.parameters'), ({ run }) =>
      run.parameterCount === null ? undefined : formats.parameters(run.parameterCount),
    ),
    data('trainPairs'),
    data('testPairs'),
    data('sourceVocabulary'),
    data('targetVocabulary'),
    hash('fingerprint', (facts) => facts.data.corpusFingerprint),
    hash('splitHash', (facts) => facts.data.splitHash),
    hash('testHash', (facts) => facts.data.testHash),
    ...[...environment].map((key) =>
      setting('environment', `environment ${key}`, key, ({ facts }) => facts?.environment[key], true),
    ),
  ];
}
