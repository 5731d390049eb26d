'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Level } from '@/lib/domain/config';
import { type FactorSpec, isRange } from '@/lib/domain/sweep';
import { GeneratedBadge } from '../../../components/GeneratedBadge';
import { useFormats, useNames } from '../../../format/useFormats';
import { followsStopping, ruleWords } from '../decisionRows';
import { useSweep } from '../SweepProvider';
import styles from './setup.module.css';

/** The sweep's design in words: factors, what is shared, what chooses and what reports. */
export function DesignFacts() {
  const words = useTranslations('sweep.setup');
  const stoppingWords = useTranslations('sweep.stopping');
  const formats = useFormats();
  const names = useNames();
  const { spec, corpus, sweep } = useSweep().detail;
  const { objective, split } = spec;
  const size = (share: number) =>
    share < 1 ? formats.percent(share, 1) : words('sentences', { count: share });
  const facts: [string, ReactNode][] = [
    [words('kind'), words(`kinds.${spec.design.kind}`)],
    [words('seeds'), spec.seeds.join(', ')],
    [
      words('objective'),
      words('objectiveText', { metric: names.metric(objective.metric), goal: objective.goal }),
    ],
    [words('report'), names.metric(objective.report)],
    [
      words('split'),
      words('splitText', {
        validation: size(split.validation),
        test: size(split.test),
        seed: String(split.seed),
      }),
    ],
    [words('stopping'), followsStopping(spec) ? ruleWords(spec, stoppingWords) : words('noStopping')],
    [words('retries'), formats.count(spec.retries)],
    [
      words('corpus'),
      <span key="corpus">
        <Link href={`/corpora/${corpus.slug}`} translate="no">
          {corpus.name}
        </Link>{' '}
        <GeneratedBadge corpus={corpus} />
      </span>,
    ],
  ];
  const base = Object.entries(spec.base);
  return (
    <section aria-labelledby="design">
      <h2 id="design">{words('design')}</h2>
      <table className={styles['factors']}>
        <thead>
          <tr>
            <th scope="col">{words('factor')}</th>
            <th scope="col">{words('levels')}</th>
          </tr>
        </thead>
        <tbody>
          {sweep.factors.map((key) => (
            <tr key={key}>
              <th scope="row" title={names.help(key)}>
                {names.label(key)}
              </th>
              <td>
                <Levels factor={key} spec={spec.factors[key]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className={styles['facts']}>
        {facts.map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      <h3>{words('base')}</h3>
      {base.length === 0 ? (
        <p className="soft small">{words('noBase')}</p>
      ) : (
        <>
          <dl className={styles['facts']}>
            {base.map(([key, value]) => (
              <div key={key}>
                <dt>{names.label(key)}</dt>
                <dd>{isLevel(value) ? names.level(key, value) : JSON.stringify(value)}</dd>
              </div>
            ))}
          </dl>
          <p className="soft small">{words('baseHelp')}</p>
        </>
      )}
    </section>
  );
}

/** Levels as the spec has them; of a list of cells, those that its runs have. */
function Levels({ factor, spec }: { factor: string; spec: FactorSpec | undefined }) {
  const words = useTranslations('sweep.setup');
  const formats = useFormats();
  const names = useNames();
  const { runs } = useSweep().detail;
  if (spec && isRange(spec)) {
    return words('range', { min: formats.general(spec.min), max: formats.general(spec.max) });
  }
  const levels = Array.isArray(spec)
    ? spec
    : spec
      ? Object.keys(spec)
      : [...new Set(runs.flatMap((run) => run.levels[factor] ?? []))];
  return levels.map((level) => names.level(factor, level)).join(', ');
}

function isLevel(value: unknown): value is Level {
  return ['number', 'string', 'boolean'].includes(typeof value);
}
