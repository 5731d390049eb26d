'use client';
import { useTranslations } from 'use-intl';
import { comparisonProblem, refusalText } from '@/lib/domain/comparison';
import { splits } from '@/lib/domain/metric';
import { Notice } from '../components/Notice';
import { ScrollX } from '../components/ScrollX';
import { absent } from '../format/formats';
import { useFormats, useNames } from '../format/useFormats';
import styles from './compare.module.css';
import type { ComparedRun } from './compared';
import { RunHeadings } from './RunHeadings';

/** Every metric of the splits, at the chosen step and at the last. */
export function ValuesTable({ runs }: { runs: readonly ComparedRun[] }) {
  const words = useTranslations('compare.values');
  const names = useNames();
  const formats = useFormats();
  const results = runs.map(({ detail }) => detail.run.result);
  const known = new Set(
    results.flatMap(({ atBest, last }) => [...Object.keys(atBest), ...Object.keys(last)]),
  );
  const metrics = splits.flatMap((split) =>
    ['loss', 'accuracy', 'bleu', 'chrf']
      .map((quantity) => `${split}/${quantity}`)
      .filter((metric) => known.has(metric)),
  );
  const refusals = refusalsOf(runs, metrics);
  return (
    <div>
      <h2 id="values-title">{words('title')}</h2>
      <p className="soft small">{words('help')}</p>
      {refusals.length > 0 ? (
        <Notice kind="warning">
          <ul lang="en" translate="no">
            {refusals.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <ScrollX labelledBy="values-title">
        <table className={styles['side']}>
          <thead>
            <tr>
              <th scope="col">{words('metric')}</th>
              <RunHeadings runs={runs} number />
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{words('when')}</th>
              {runs.map(({ id, detail: { run } }) => (
                <td key={id} className="number">
                  <Pair
                    best={run.result.bestEpoch === null ? absent : formats.epoch(run.result.bestEpoch)}
                    last={run.progress ? formats.epoch(run.progress.epoch) : absent}
                  />
                </td>
              ))}
            </tr>
            {metrics.map((metric) => (
              <tr key={metric}>
                <th scope="row">{names.metric(metric)}</th>
                {runs.map(({ id, detail: { run } }) => (
                  <td key={id} className="number">
                    <Pair
                      best={formats.metric(metric, run.result.atBest[metric])}
                      last={formats.metric(metric, run.result.last[metric])}
                    />
                  </td>
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">{words('duration')}</th>
              {runs.map(({ id, detail: { run } }) => (
                <td key={id} className="number">
                  {run.durationMs > 0 ? formats.duration(run.durationMs) : absent}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </ScrollX>
    </div>
  );
}

/** The value at the chosen step, and the last one where it is another. */
function Pair({ best, last }: { best: string; last: string }) {
  const words = useTranslations('compare.values');
  return (
    <>
      {best}
      {last === best ? null : (
        <span className="soft small">
          {' '}
          {words('last')} {last}
        </span>
      )}
    </>
  );
}

function refusalsOf(runs: readonly ComparedRun[], metrics: readonly string[]): string[] {
  const comparisons = runs.flatMap(({ detail }) => detail.run.comparison ?? []);
  const byReason = new Map<string, string[]>();
  for (const metric of metrics) {
    const reason = comparisonProblem(metric, comparisons);
    if (reason !== null) byReason.set(reason, [...(byReason.get(reason) ?? []), metric]);
  }
  return [...byReason].map(([reason, refused]) => refusalText(refused, reason));
}
