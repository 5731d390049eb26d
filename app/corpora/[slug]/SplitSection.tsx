'use client';
import { useTranslations } from 'use-intl';
import type { CorpusAnalysis } from '@/lib/domain/corpusAnalysis';
import { useFormats, useNames } from '../../format/useFormats';
import styles from './corpus.module.css';

/** Sizes of the three splits, and the count that shows that no test sentence was trained on. */
export function SplitSection({ split, maxLength }: { split: CorpusAnalysis['split']; maxLength: number }) {
  const words = useTranslations('corpus.split');
  const formats = useFormats();
  const names = useNames();
  const groupsOf = (name: string) => split.rows.find((row) => row.split === name)?.groups ?? 0;
  const { trainTest, trainValidation, validationTest } = split.overlap;
  const isClean = trainTest + trainValidation + validationTest === 0;
  return (
    <>
      <table className={styles['narrow']}>
        <thead>
          <tr>
            <th scope="col">{words('title')}</th>
            <th scope="col" className="number">
              {words('pairs')}
            </th>
            <th scope="col" className="number">
              {words('sources')}
            </th>
            <th scope="col" className="number" title={words('groupsHelp')}>
              {words('groups')}
            </th>
            <th scope="col" className="number">
              {words('tooLong', { length: maxLength })}
            </th>
          </tr>
        </thead>
        <tbody>
          {split.rows.map((row) => (
            <tr key={row.split}>
              <th scope="row">{names.split(`${row.split}/`)}</th>
              <td className="number">{formats.count(row.pairs)}</td>
              <td className="number">{formats.count(row.sources)}</td>
              <td className="number">{formats.count(row.groups)}</td>
              <td className="number">
                {formats.count(row.tooLong)}
                {row.tooLong > 0 ? (
                  <span className="soft small"> {words(row.split === 'train' ? 'leftOut' : 'cut')}</span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles['proof']} data-clean={isClean}>
        <span aria-hidden="true">{isClean ? '✓' : '✗'}</span>
        <span>
          {words('trainTest', { count: trainTest, groups: groupsOf('test') })}{' '}
          {words('trainValidation', { count: trainValidation, groups: groupsOf('validation') })}{' '}
          {words('validationTest', { count: validationTest })}
        </span>
      </p>
      <p className="small soft">
        {words.rich('hashes', {
          split: () => <code title={split.hash}>{split.hash.slice(0, 16)}</code>,
          test: () => <code title={split.testHash}>{split.testHash.slice(0, 16)}</code>,
        })}
      </p>
    </>
  );
}
