import Link from 'next/link';
import { useRef, useState } from 'react';
import { type SweepDetail, sweepDetailSchema } from '@/lib/domain/api';
import { messageOf, postJson } from '../../client/api';
import { Notice } from '../../components/Notice';
import { plural } from '../../format/numbers';
import { EditSweep } from './EditSweep';
import styles from './sweep.module.css';

interface SweepActionsProps {
  detail: SweepDetail;
  onChanged: (detail: SweepDetail) => void;
}

/** What a person can do to a sweep as a whole. What cannot be undone asks first. */
export function SweepActions({ detail, onChanged }: SweepActionsProps) {
  const [problem, setProblem] = useState<string>();
  const { id, counts, paused } = detail.sweep;
  const isActive = counts.queued + counts.running > 0;
  const act = async (action: string, body: object = {}) => {
    try {
      onChanged(await postJson(`/api/v1/sweeps/${id}/${action}`, body, sweepDetailSchema));
      setProblem(undefined);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return (
    <>
      {isActive || paused ? (
        <button type="button" onClick={() => void act(paused ? 'resume' : 'pause')}>
          {paused ? 'Resume' : 'Pause'}
        </button>
      ) : null}
      {counts.queued > 0 && !paused ? (
        <button
          type="button"
          title="Train its runs before those of every other sweep"
          onClick={() => void act('priority', { priority: 'first' })}
        >
          Train first
        </button>
      ) : null}
      {counts.failed > 0 ? (
        <button type="button" onClick={() => void act('rerun', { states: ['failed'] })}>
          Train {plural(counts.failed, 'failed run')} again
        </button>
      ) : null}
      <EditSweep detail={detail} onChanged={onChanged} />
      <Link className="button" href={`/sweeps/new?from=${id}`}>
        Copy
      </Link>
      {isActive ? <CancelButton detail={detail} onCancel={() => act('cancel')} /> : null}
      {problem ? <Notice kind="error">That was not done. {problem}</Notice> : null}
    </>
  );
}

function CancelButton({ detail, onCancel }: { detail: SweepDetail; onCancel: () => Promise<void> }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { counts } = detail.sweep;
  return (
    <>
      <button type="button" className="danger" onClick={() => dialog.current?.showModal()}>
        Cancel sweep
      </button>
      <dialog ref={dialog} className={styles['dialog']} aria-labelledby="cancel-title">
        <h2 id="cancel-title">Cancel this sweep?</h2>
        <p>
          {plural(counts.running, 'running run')} and {plural(counts.queued, 'queued run')} will end. What has
          been measured stays; a pause would let them go on later.
        </p>
        <div className={styles['dialogButtons']}>
          <button type="button" onClick={() => dialog.current?.close()}>
            Keep it going
          </button>
          <button
            type="button"
            className="danger"
            onClick={() => {
              dialog.current?.close();
              void onCancel();
            }}
          >
            Cancel {plural(counts.running + counts.queued, 'run')}
          </button>
        </div>
      </dialog>
    </>
  );
}
