import { useTranslations } from 'use-intl';
import type { RunRow } from '@/lib/domain/api';
import { splits } from '@/lib/domain/metric';
import { ScrollX } from '../../../components/ScrollX';
import { useFormats, useNames } from '../../../format/useFormats';
import styles from '../run.module.css';

const quantities = ['bleu', 'chrf', 'accuracy', 'loss'] as const;

/** Each score on each split, at the step that validation chose and at the last: what was learned, and what only remembered. */
export function Headline({ run }: { run: RunRow }) {
  const words = useTranslations('run.overview');
  const formats = useFormats();
  const names = useNames();
  const { result, progress } = run;
  const moments = [
    {
      key: 'atBest',
      title:
        result.bestEpoch === null
          ? words('notChosen')
          : words('chosen', { epoch: formats.epoch(result.bestEpoch) }),
      values: result.atBest,
    },
    {
      key: 'last',
      title: words('last', { epoch: progress ? formats.epoch(progress.epoch) : '–' }),
      values: result.last,
    },
  ];
  const shown = quantities.filter((quantity) =>
    splits.some((split) => `${split}/${quantity}` in result.last),
  );
  if (shown.length === 0) return null;
  return (
    <ScrollX label={words('headline')}>
      <table className={styles['headline']}>
        <caption className="visually-hidden">{words('headline')}</caption>
        <thead>
          <tr>
            <td />
            {moments.map(({ key, title }) => (
              <th key={key} scope="colgroup" colSpan={splits.length} className={styles['moment']}>
                {title}
              </th>
            ))}
          </tr>
          <tr>
            <th scope="col">{words('quantity')}</th>
            {moments.flatMap(({ key }) =>
              splits.map((split) => (
                <th
                  key={`${key} ${split}`}
                  scope="col"
                  className="number"
                  data-first={split === splits[0] || undefined}
                >
                  {words(`split.${split}`)}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {shown.map((quantity) => (
            <tr key={quantity}>
              <th scope="row">{names.quantity(`test/${quantity}`)}</th>
              {moments.flatMap(({ key, values }) =>
                splits.map((split) => {
                  const metric = `${split}/${quantity}`;
                  return (
                    <td
                      key={`${key} ${split}`}
                      className="number"
                      data-first={split === splits[0] || undefined}
                      data-strong={(key === 'atBest' && split === 'test') || undefined}
                    >
                      {formats.metric(metric, values[metric])}
                    </td>
                  );
                }),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}
