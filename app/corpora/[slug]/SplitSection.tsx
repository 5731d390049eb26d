import type { CorpusAnalysis } from '@/lib/domain/corpusAnalysis';
import { formatCount, plural } from '../../format/numbers';
import styles from './corpus.module.css';

/** Sizes of the three splits, and the count that shows that no test sentence was trained on. */
export function SplitSection({ split, maxLength }: { split: CorpusAnalysis['split']; maxLength: number }) {
  const groupsOf = (name: string) => split.rows.find((row) => row.split === name)?.groups ?? 0;
  const { trainTest, trainValidation, validationTest } = split.overlap;
  const isClean = trainTest + trainValidation + validationTest === 0;
  return (
    <>
      <table className={styles['narrow']}>
        <thead>
          <tr>
            <th scope="col">Split</th>
            <th scope="col" className="number">
              Pairs
            </th>
            <th scope="col" className="number">
              Distinct sources
            </th>
            <th
              scope="col"
              className="number"
              title="Sources that differ in case, marks and blanks alone are one group"
            >
              Groups
            </th>
            <th scope="col" className="number">
              Over {maxLength} tokens
            </th>
          </tr>
        </thead>
        <tbody>
          {split.rows.map((row) => (
            <tr key={row.split}>
              <th scope="row">{row.split}</th>
              <td className="number">{formatCount(row.pairs)}</td>
              <td className="number">{formatCount(row.sources)}</td>
              <td className="number">{formatCount(row.groups)}</td>
              <td className="number">
                {formatCount(row.tooLong)}
                {row.tooLong > 0 ? (
                  <span className="soft small"> {row.split === 'train' ? 'left out' : 'cut'}</span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles['proof']} data-clean={isClean}>
        <span aria-hidden="true">{isClean ? '✓' : '✗'}</span>
        <span>
          {formatCount(trainTest)} of {plural(groupsOf('test'), 'test group')} occur in training,{' '}
          {formatCount(trainValidation)} of {plural(groupsOf('validation'), 'validation group')} do, and{' '}
          {formatCount(validationTest)} are in both validation and test: counted, not assumed. A group is a
          source sentence with its near duplicates (the same letters and digits) and all their translations.
        </span>
      </p>
      <p className="small soft">
        Split <code title={split.hash}>{split.hash.slice(0, 16)}</code>, test set{' '}
        <code title={split.testHash}>{split.testHash.slice(0, 16)}</code> (SHA-256). Runs are compared by
        score only on the same test set.
      </p>
    </>
  );
}
