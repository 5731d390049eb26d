'use client';
import { useTranslations } from 'use-intl';
import type { EstimateReason, SweepEstimate } from '@/lib/domain/estimate';
import { ServerSentence } from '../components/ServerSentence';

/** What an estimate rests on, or why there is none; as a sentence of its own where it does not stand within one. */
export function EstimateReasons({
  estimate: { basis, reasons },
  isSentence,
}: {
  estimate: Pick<SweepEstimate, 'basis' | 'reasons'>;
  isSentence: boolean;
}) {
  const words = useTranslations('sweep.estimate.reasons');
  if (reasons.length === 0)
    return <ServerSentence>{isSentence ? `${capitalized(basis)}.` : basis}</ServerSentence>;
  const told = reasons.map((reason) => tell(reason, words)).join(words('between'));
  return isSentence ? words('sentence', { reasons: capitalized(told) }) : told;
}

type Words = ReturnType<typeof useTranslations<'sweep.estimate.reasons'>>;

function tell(reason: EstimateReason, words: Words): string {
  switch (reason.kind) {
    case 'no-worker':
      return words('noWorker');
    case 'not-calibrated':
      return words('notCalibrated');
    case 'calibration': {
      const { calibrated, alive, finished } = reason;
      const all = alive > calibrated ? 'no' : 'yes';
      return finished === 0
        ? words('calibrationAlone', { all, calibrated, alive })
        : words('calibration', { all, calibrated, alive, finished });
    }
    case 'upper-bound':
      return words('upperBound', { endedBy: reason.endedBy });
    case 'other-runs':
      return words('otherRuns', { runs: reason.runs });
  }
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
