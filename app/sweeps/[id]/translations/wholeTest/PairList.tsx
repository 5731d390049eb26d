'use client';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { RunRow } from '@/lib/domain/api';
import type { Corpus } from '@/lib/domain/corpus';
import { chrfSignature } from '@/lib/metrics/chrf';
import { Swatch } from '../../../../components/Swatch';
import { EmptyState } from '../../../../components/ui/EmptyState';
import { useFormats, useNames } from '../../../../format/useFormats';
import { nearestOf } from '../../../../translations/alignment';
import { MarkedText } from '../../../../translations/MarkedText';
import { MarksLegend } from '../../../../translations/MarksLegend';
import { useLooks } from '../../useLooks';
import { advantage, type ScoredPair, winsOf } from './pairs';
import styles from './pairs.module.css';

interface PairListProps {
  all: readonly ScoredPair[];
  shown: readonly ScoredPair[];
  first: RunRow;
  second: RunRow;
  corpus: Corpus;
}

const estimatedHeight = 92;

/** Thousands of sentences, of which only those in sight are in the page. */
export function PairList({ all, shown, first, second, corpus }: PairListProps) {
  const words = useTranslations('translations');
  const formats = useFormats();
  const list = useRef<HTMLOListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    setTop(list.current ? list.current.getBoundingClientRect().top + window.scrollY : 0);
  }, []);
  const virtual = useWindowVirtualizer({
    count: shown.length,
    estimateSize: () => estimatedHeight,
    overscan: 6,
    scrollMargin: top,
    getItemKey: (index) => shown[index]?.index ?? index,
  });
  const wins = winsOf(all);
  const runs = { first, second };
  return (
    <>
      <p className="small soft" role="status">
        {words('whole.summary', {
          shown: formats.count(shown.length),
          count: all.length,
          first: formats.count(wins.first),
          second: formats.count(wins.second),
          equal: formats.count(wins.equal),
        })}
      </p>
      <p className="small soft">
        {words.rich('whole.signature', {
          signature: () => <code>{chrfSignature([all[0]?.references ?? ['']])}</code>,
        })}{' '}
        <MarksLegend kind="differences" />
      </p>
      {shown.length === 0 ? (
        <EmptyState title={words('sample.noMatch')}>
          <p>{words('sample.noMatchText', { count: all.length })}</p>
        </EmptyState>
      ) : null}
      <ol
        ref={list}
        className={styles['list']}
        aria-label={words('whole.list')}
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((item) => {
          const pair = shown[item.index];
          if (!pair) return null;
          return (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={styles['pair']}
              aria-posinset={item.index + 1}
              aria-setsize={shown.length}
              style={{ transform: `translateY(${item.start - top}px)` }}
            >
              <PairSentence pair={pair} runs={runs} corpus={corpus} />
            </li>
          );
        })}
      </ol>
    </>
  );
}

const sides = ['first', 'second'] as const;

function PairSentence({
  pair,
  runs,
  corpus,
}: {
  pair: ScoredPair;
  runs: Record<(typeof sides)[number], RunRow>;
  corpus: Corpus;
}) {
  const formats = useFormats();
  const names = useNames();
  const look = useLooks();
  const lead = advantage(pair);
  return (
    <>
      <p className={styles['head']}>
        <span className={styles['place']}>{formats.count(pair.index + 1)}</span>
        <span lang={corpus.sourceLanguage} translate="no" className={styles['source']}>
          {pair.source}
        </span>
        <span lang={corpus.targetLanguage} translate="no" className="soft">
          {pair.references.join(' / ')}
        </span>
      </p>
      {sides.map((side) => (
        <p key={side} className={styles['line']}>
          <span className={styles['side']} title={names.variant(runs[side].levels)}>
            {side === 'first' ? 'A' : 'B'} <Swatch look={look(runs[side])} />
          </span>
          <span className={styles['text']}>
            <MarkedText
              text={pair[side]}
              against={nearestOf(pair[side], pair.references)}
              language={corpus.targetLanguage}
              references={pair.references}
            />
          </span>
          <span className={styles['score']}>
            {formats.metric('test/chrf', side === 'first' ? pair.firstScore : pair.secondScore)}
            {side === 'first' ? null : (
              <span className="soft"> ({formats.delta('test/chrf', lead === 0 ? 0 : -lead)})</span>
            )}
          </span>
        </p>
      ))}
    </>
  );
}
