'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { RunRow } from '@/lib/domain/api';
import { messageOf } from '../../../../client/api';
import { Notice } from '../../../../components/Notice';
import { ServerSentence } from '../../../../components/ServerSentence';
import { EmptyState } from '../../../../components/ui/EmptyState';
import { Skeleton } from '../../../../components/ui/Skeleton';
import { useFormats, useNames } from '../../../../format/useFormats';
import { useSweep } from '../../SweepProvider';
import { useSelection } from '../../selection';
import { rankedRuns, reportRanking, runOfKey } from '../tellingRuns';
import { usePassingState } from '../translationsState';
import { PairControls } from './PairControls';
import { PairList } from './PairList';
import { matchingPairs, orderedPairs, pairsOf } from './pairs';
import { useHypotheses } from './useHypotheses';
import { useScoredPairs } from './useScoredPairs';
import { useWholeState } from './wholeState';

/** Every sentence of the test split as two runs translate it, where they differ most first. */
export function WholeTestPair() {
  const words = useTranslations('translations.whole');
  const { detail } = useSweep();
  const { baseline } = useSelection();
  const [{ a, b, at }] = useWholeState();
  const { objective } = detail.spec;
  const tested = useMemo(
    () =>
      rankedRuns(
        detail.runs.filter((run) => run.tested[at]),
        reportRanking(objective),
      ),
    [detail.runs, at, objective],
  );
  const first = runOfKey(tested, a) ?? tested[0];
  const base = tested.find((run) => run.variantIndex === baseline && run !== first);
  const second = runOfKey(tested, b) ?? base ?? tested.findLast((run) => run !== first);
  if (!first || !second) {
    return (
      <EmptyState title={words('notYet')}>
        <p>{first ? words('oneRun') : words('notYetText')}</p>
      </EmptyState>
    );
  }
  return (
    <>
      <PairControls tested={tested} first={first} second={second} />
      <Comparison first={first} second={second} />
    </>
  );
}

function Comparison({ first, second }: { first: RunRow; second: RunRow }) {
  const words = useTranslations('translations.whole');
  const formats = useFormats();
  const names = useNames();
  const { detail } = useSweep();
  const [{ at, order, different }] = useWholeState();
  const [{ q }] = usePassingState();
  const answers = [useHypotheses(first, at), useHypotheses(second, at)] as const;
  const [ofFirst, ofSecond] = answers.map(({ data }) => data?.sentences);
  const pairs = useMemo(() => ofFirst && ofSecond && pairsOf(ofFirst, ofSecond), [ofFirst, ofSecond]);
  const { scored, done } = useScoredPairs(pairs);
  const shown = useMemo(
    () => scored && orderedPairs(matchingPairs(scored, q, different), order),
    [scored, q, different, order],
  );
  const failed = answers.find(({ error }) => error);
  if (failed) {
    return (
      <Notice kind="error">
        <ServerSentence>{messageOf(failed.error)}</ServerSentence>
      </Notice>
    );
  }
  const missing = [first, second].find((run) => !run.tested[at]);
  if (missing)
    return <p className="soft">{words('notYetMoment', { name: names.shortVariant(missing.levels) })}</p>;
  if (!ofFirst || !ofSecond) return <Skeleton lines={8} />;
  if (!pairs) return <Notice kind="warning">{words('otherTestSet')}</Notice>;
  if (!scored || !shown) {
    return (
      <>
        <p className="soft" role="status">
          {words('comparing', { done: formats.count(done), count: formats.count(pairs.length) })}
        </p>
        <Skeleton lines={8} />
      </>
    );
  }
  return <PairList all={scored} shown={shown} first={first} second={second} corpus={detail.corpus} />;
}
