import type { ImportPreview } from '@/lib/domain/corpusImport';
import { formatCount, plural } from '../../format/numbers';
import { Notice } from '../Notice';
import styles from './corpusImport.module.css';

/** The first pairs as they would be stored, what the filters took out of the part read, and what is wrong with it. */
export function PreviewTable({
  preview,
  isWhole,
  sourceLanguage,
  targetLanguage,
}: {
  preview: ImportPreview;
  isWhole: boolean;
  sourceLanguage: string;
  targetLanguage: string;
}) {
  const removed = Object.entries(preview.removed).filter(([, count]) => count > 0);
  const hasAttribution = preview.pairs.some(({ attribution }) => attribution !== undefined);
  return (
    <>
      {preview.problem ? <Notice kind="error">{preview.problem}</Notice> : null}
      <p className={styles['counts']}>
        <strong>{plural(preview.pairsRead, 'pair')}</strong> {whereRead(preview, isWhole)};{' '}
        {removed.length === 0
          ? 'nothing left out'
          : `left out: ${removed.map(([what, count]) => `${formatCount(count)} ${what}`).join(', ')}`}
      </p>
      {preview.pairs.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={styles['pairs']} aria-label="First pairs" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Source ({sourceLanguage})</th>
                <th scope="col">Target ({targetLanguage})</th>
                {hasAttribution ? <th scope="col">Attribution</th> : null}
              </tr>
            </thead>
            <tbody>
              {preview.pairs.map((pair, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the same pair can be there twice
                <tr key={index}>
                  <td lang={sourceLanguage}>{pair.source}</td>
                  <td lang={targetLanguage}>{pair.target}</td>
                  {hasAttribution ? <td className={styles['attribution']}>{pair.attribution}</td> : null}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </>
  );
}

function whereRead({ problem }: ImportPreview, isWhole: boolean): string {
  if (problem !== null) return 'before that';
  return isWhole ? 'in the file' : 'in the part read (its beginning)';
}
