import { useState } from 'react';
import { type RunDetail, runDetailSchema } from '@/lib/domain/api';
import { isFinal } from '@/lib/domain/run';
import { messageOf, postJson } from '../../client/api';
import { Notice } from '../../components/Notice';

/** Puts a run that did not finish back into the queue. */
export function TrainAgain({
  detail,
  onChanged,
}: {
  detail: RunDetail;
  onChanged: (detail: RunDetail) => void;
}) {
  const [problem, setProblem] = useState<string>();
  const { id, state } = detail.run;
  if (!isFinal(state) || state === 'finished') return null;
  const again = async () => {
    try {
      onChanged(await postJson(`/api/v1/runs/${id}/rerun`, {}, runDetailSchema));
      setProblem(undefined);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return (
    <>
      <button type="button" onClick={() => void again()}>
        Train again
      </button>
      {problem ? <Notice kind="error">That was not done. {problem}</Notice> : null}
    </>
  );
}
