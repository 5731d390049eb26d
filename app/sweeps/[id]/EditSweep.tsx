import { useRef, useState } from 'react';
import { type SweepDetail, sweepDetailSchema } from '@/lib/domain/api';
import { fetchJson, messageOf } from '../../client/api';
import { Notice } from '../../components/Notice';
import styles from './sweep.module.css';

/** The sweep as YAML, to be changed in place: what is missing then is queued. */
export function EditSweep({
  detail,
  onChanged,
}: {
  detail: SweepDetail;
  onChanged: (detail: SweepDetail) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const [saving, setSaving] = useState(false);
  const address = `/api/v1/sweeps/${detail.sweep.id}`;

  const open = async () => {
    dialog.current?.showModal();
    setProblem(undefined);
    try {
      const response = await fetch(`${address}/spec`);
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      setText(await response.text());
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  const save = async () => {
    setSaving(true);
    try {
      const headers = { 'content-type': 'application/yaml' };
      onChanged(await fetchJson(address, sweepDetailSchema, { method: 'PUT', headers, body: text }));
      dialog.current?.close();
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setSaving(false);
    }
  };

  return (
    <>
      <button type="button" onClick={() => void open()}>
        Extend
      </button>
      <dialog ref={dialog} className={`${styles['dialog']} ${styles['wide']}`} aria-labelledby="edit-title">
        <h2 id="edit-title">Extend this sweep</h2>
        <p className="soft">
          Add seeds, levels, factors or epochs: only what is missing is trained, and nothing that is there
          goes away. For another corpus, split or objective, copy the sweep.
        </p>
        <textarea
          className={styles['yaml']}
          aria-label="The sweep as YAML"
          spellCheck={false}
          rows={18}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {problem ? <Notice kind="error">{problem}</Notice> : null}
        <div className={styles['dialogButtons']}>
          <button type="button" onClick={() => dialog.current?.close()}>
            Leave it as it is
          </button>
          <button type="button" className="primary" disabled={saving} onClick={() => void save()}>
            {saving ? 'Saving …' : 'Save and train what is missing'}
          </button>
        </div>
      </dialog>
    </>
  );
}
