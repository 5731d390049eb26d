'use client';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { ScrollX } from '../components/ScrollX';
import { Segments } from '../components/ui/Segments';
import { useFormats, useNames } from '../format/useFormats';
import styles from './compare.module.css';
import type { ComparedRun } from './compared';
import { type Setting, settingSections, settingsOf } from './differences';
import { RunHeadings } from './RunHeadings';

/** What differs between the runs before anything was trained; on a wish, everything. */
export function DifferencesTable({ runs }: { runs: readonly ComparedRun[] }) {
  const words = useTranslations('compare');
  const names = useNames();
  const formats = useFormats();
  const [showAll, setShowAll] = useQueryState('all', parseAsBoolean.withDefault(false));
  const settings = useMemo(
    () =>
      settingsOf(
        runs.map(({ detail }) => detail),
        { words, names, formats },
      ),
    [runs, words, names, formats],
  );
  const differing = settings.filter(({ differs }) => differs);
  const shown = showAll ? settings : differing;
  return (
    <div>
      <div className={styles['head']}>
        <h2 id="configuration-title">{words('configuration.title')}</h2>
        <span className="soft">
          {words('configuration.count', {
            differing: formats.count(differing.length),
            all: formats.count(settings.length),
          })}
        </span>
        <Segments
          label={words('configuration.show')}
          value={showAll ? 'all' : 'differing'}
          options={[
            { value: 'differing', text: words('configuration.differing') },
            { value: 'all', text: words('configuration.all') },
          ]}
          onChange={(next) => void setShowAll(next === 'all' ? true : null)}
        />
      </div>
      {shown.length === 0 ? (
        <p>{words('configuration.same')}</p>
      ) : (
        <ScrollX labelledBy="configuration-title">
          <table className={styles['side']}>
            <thead>
              <tr>
                <th scope="col">{words('configuration.what')}</th>
                <RunHeadings runs={runs} />
              </tr>
            </thead>
            {settingSections.map((section) => (
              <SectionBody
                key={section}
                heading={words(`configuration.sections.${section}`)}
                settings={shown.filter((setting) => setting.section === section)}
                runs={runs}
                marksDiffering={showAll}
              />
            ))}
          </table>
        </ScrollX>
      )}
    </div>
  );
}

function SectionBody({
  heading,
  settings,
  runs,
  marksDiffering,
}: {
  heading: string;
  settings: readonly Setting[];
  runs: readonly ComparedRun[];
  marksDiffering: boolean;
}) {
  const words = useTranslations('compare.configuration');
  if (settings.length === 0) return null;
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={runs.length + 1} className={styles['section']}>
          {heading}
        </th>
      </tr>
      {settings.map(({ id, label, texts, differs, isData }) => (
        <tr key={id} data-differs={(marksDiffering && differs) || undefined}>
          <th scope="row">
            {label}
            {marksDiffering && differs ? (
              <span className={styles['differs']}> ≠ {words('differs')}</span>
            ) : null}
          </th>
          {runs.map((run, at) => {
            const text = texts[at];
            const isSame = text === texts[0];
            return (
              <td key={run.id} translate={isData ? 'no' : undefined}>
                {text === undefined ? (
                  <span className="soft">{words('notKnown')}</span>
                ) : at > 0 && !isSame ? (
                  <strong>{text}</strong>
                ) : (
                  text
                )}
              </td>
            );
          })}
        </tr>
      ))}
    </tbody>
  );
}
