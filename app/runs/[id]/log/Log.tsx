'use client';
import { useQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { logsResponseSchema } from '@/lib/domain/api';
import { isFinal } from '@/lib/domain/run';
import { saveText } from '../../../charts/saveFile';
import { fetchJson, messageOf } from '../../../client/api';
import { Notice } from '../../../components/Notice';
import { ServerSentence } from '../../../components/ServerSentence';
import { Timestamp } from '../../../components/Timestamp';
import { Check } from '../../../components/ui/Check';
import { EmptyState } from '../../../components/ui/EmptyState';
import { Segments } from '../../../components/ui/Segments';
import { Skeleton } from '../../../components/ui/Skeleton';
import { useFormats } from '../../../format/useFormats';
import { runQueryKey, useRun } from '../RunProvider';
import { Attempts } from './Attempts';
import styles from './log.module.css';
import { filteredLines, type LoggedLine, logFilters, logText, mostLines } from './logLines';

const parsers = {
  level: parseAsStringLiteral(logFilters).withDefault('all'),
  q: parseAsString.withDefault(''),
};

/** What the worker and the trainer said, and every try at the run. */
export function Log() {
  const words = useTranslations('run.log');
  const formats = useFormats();
  const { detail } = useRun();
  const { id, state } = detail.run;
  const [{ level, q }, setView] = useQueryStates(parsers, { history: 'replace' });
  const [follows, setFollows] = useState(!isFinal(state));
  const { data, error } = useQuery({
    queryKey: runQueryKey(id, 'logs'),
    queryFn: () => fetchJson(`/api/v1/runs/${id}/logs`, logsResponseSchema),
  });
  const lines = data?.logs;
  const shown = useMemo(() => filteredLines(lines ?? [], level, q), [lines, level, q]);

  const body = () => {
    if (lines === undefined) return error ? null : <Skeleton lines={8} />;
    if (lines.length === 0) {
      return (
        <EmptyState title={words('nothing')}>
          <p>{words('nothingText')}</p>
        </EmptyState>
      );
    }
    return (
      <>
        <div className={styles['controls']}>
          <Segments
            label={words('levels')}
            value={level}
            options={logFilters.map((value) => ({ value, text: words(value) }))}
            onChange={(next) => void setView({ level: next })}
          />
          <input
            type="search"
            data-search
            aria-label={words('search')}
            placeholder={words('search')}
            value={q}
            onChange={(event) => void setView({ q: event.currentTarget.value })}
          />
          <Check checked={follows} onChange={setFollows}>
            {words('follow')}
          </Check>
          <span className="small soft">
            {words('shown', { shown: formats.count(shown.length), count: lines.length })}
            {lines.length >= mostLines
              ? ` (${words('newest', { count: formats.count(lines.length) })})`
              : null}
          </span>
          <button
            type="button"
            className="quiet"
            onClick={() => saveText(logText(lines), `${id}.log`, 'text/plain')}
          >
            {words('download')}
          </button>
        </div>
        {shown.length === 0 ? (
          <p className="soft">{words('noMatch')}</p>
        ) : (
          <Lines lines={shown} follows={follows} onFollows={setFollows} />
        )}
      </>
    );
  };
  return (
    <>
      {error ? (
        <Notice kind="error">
          <ServerSentence>{messageOf(error)}</ServerSentence>
        </Notice>
      ) : null}
      {body()}
      <Attempts detail={detail} />
    </>
  );
}

/** Within this of the end, a person who scrolls is at the end. */
const endPx = 24;

interface LinesProps {
  lines: readonly { line: LoggedLine; index: number }[];
  /** Whether the newest line stays in sight. */
  follows: boolean;
  onFollows: (follows: boolean) => void;
}

function Lines({ lines, follows, onFollows }: LinesProps) {
  const words = useTranslations('run.log');
  const scroller = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what one follows
  useEffect(() => {
    const element = scroller.current;
    if (element && follows) element.scrollTop = element.scrollHeight;
  }, [lines, follows]);
  return (
    <section
      ref={scroller}
      className={styles['log']}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      aria-label={words('title')}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        if (follows && scrollHeight - scrollTop - clientHeight > endPx) onFollows(false);
      }}
    >
      <ol lang="en" translate="no">
        {lines.map(({ line, index }) => (
          <li key={index} data-level={line.level}>
            <span className={styles['time']}>
              <Timestamp ms={line.timeMs} only="time" />
            </span>
            <span title={words('attempt', { attempt: line.attempt })}>#{line.attempt}</span>
            <span>{line.level}</span>
            <span className={styles['text']}>{line.text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
