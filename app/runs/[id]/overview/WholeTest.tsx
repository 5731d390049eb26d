import { useTranslations } from 'use-intl';
import type { RunRow } from '@/lib/domain/api';
import { type FinalScores, moments } from '@/lib/domain/score';
import { ScrollX } from '../../../components/ScrollX';
import { absent } from '../../../format/formats';
import { useFormats, useNames } from '../../../format/useFormats';
import styles from '../run.module.css';

/** Scores of every test sentence, at the step that validation chose and at the last one, each with its signature. */
export function WholeTest({ run }: { run: RunRow }) {
  const words = useTranslations('run.whole');
  const formats = useFormats();
  const names = useNames();
  const { best, last } = run.tested;
  const known = best ?? last;
  if (!known) {
    return (
      <>
        <h2>{words('title')}</h2>
        <p className="soft">{words('notYet')}</p>
      </>
    );
  }
  const score = (scores: FinalScores | null, metric: string) =>
    scores ? formats.metric(metric, scores.scores[metric]?.value) : absent;
  return (
    <>
      <h2>{words('title')}</h2>
      <p className="soft">{words('note', { count: known.sentences })}</p>
      <ScrollX label={words('title')}>
        <table className={styles['scores']}>
          <thead>
            <tr>
              <th scope="col">{words('score')}</th>
              {moments.map((moment) => (
                <th key={moment} scope="col" className="number">
                  {words(moment)}
                  <MomentEpoch scores={run.tested[moment]} />
                </th>
              ))}
              <th scope="col">{words('signature')}</th>
            </tr>
          </thead>
          <tbody>
            {Object.keys(known.scores).map((metric) => (
              <tr key={metric}>
                <th scope="row">{names.quantity(metric)}</th>
                <td className="number">
                  <strong>{score(best, metric)}</strong>
                </td>
                <td className="number">{score(last, metric)}</td>
                <td>
                  <code className="small" translate="no">
                    {known.scores[metric]?.signature}
                  </code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
      <p className={styles['links']}>
        <span className="soft">{words('downloads')}:</span>
        {moments.flatMap((moment) => {
          if (!run.tested[moment]) return [];
          const address = `/api/v1/runs/${run.id}/hypotheses?moment=${moment}`;
          return [
            <a key={`${moment} text`} href={`${address}&format=text`} download>
              {words('text', { moment: words(moment) })}
            </a>,
            <a key={`${moment} json`} href={address} download={`${run.id}-${moment}.json`}>
              {words('json', { moment: words(moment) })}
            </a>,
          ];
        })}
      </p>
    </>
  );
}

function MomentEpoch({ scores }: { scores: FinalScores | null }) {
  const words = useTranslations('run.whole');
  const formats = useFormats();
  return scores ? (
    <div className="small soft">{words('epoch', { epoch: formats.epoch(scores.epoch) })}</div>
  ) : null;
}
