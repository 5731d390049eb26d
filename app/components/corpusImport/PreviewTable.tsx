import { useTranslations } from 'use-intl';
import type { ImportPreview } from '@/lib/domain/corpusImport';
import { removedTexts } from '../../corpora/removedText';
import { useFormats } from '../../format/useFormats';
import { Notice } from '../Notice';
import { ScrollX } from '../ScrollX';
import { ServerSentence } from '../ServerSentence';
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
  const words = useTranslations('corpora');
  const formats = useFormats();
  const removed = removedTexts(preview.removed, words);
  const hasAttribution = preview.pairs.some(({ attribution }) => attribution !== undefined);
  return (
    <>
      {preview.problem ? (
        <Notice kind="error">
          <ServerSentence>{preview.problem}</ServerSentence>
        </Notice>
      ) : null}
      <p className={styles['counts']}>
        {words.rich(`import.${whereRead(preview, isWhole)}`, {
          count: preview.pairsRead,
          strong: (chunks) => <strong>{chunks}</strong>,
        })}
        {' · '}
        {removed.length === 0
          ? words('import.nothingLeftOut')
          : words('import.leftOut', { what: formats.list(removed) })}
      </p>
      {preview.pairs.length > 0 ? (
        <ScrollX className={styles['pairs']} label={words('import.firstPairs')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words('import.source', { language: sourceLanguage })}</th>
                <th scope="col">{words('import.target', { language: targetLanguage })}</th>
                {hasAttribution ? <th scope="col">{words('import.attribution')}</th> : null}
              </tr>
            </thead>
            <tbody>
              {preview.pairs.map((pair, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the same pair can be there twice
                <tr key={index}>
                  <td lang={sourceLanguage} translate="no">
                    {pair.source}
                  </td>
                  <td lang={targetLanguage} translate="no">
                    {pair.target}
                  </td>
                  {hasAttribution ? (
                    <td className={styles['attribution']} translate="no">
                      {pair.attribution}
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollX>
      ) : null}
    </>
  );
}

function whereRead({ problem }: ImportPreview, isWhole: boolean) {
  if (problem !== null) return 'pairsBefore';
  return isWhole ? 'pairsInFile' : 'pairsInPart';
}
