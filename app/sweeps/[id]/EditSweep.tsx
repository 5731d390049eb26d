'use client';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type SweepDetail, sweepDetailSchema } from '@/lib/domain/api';
import { fetchJson, messageOf } from '../../client/api';
import { Notice } from '../../components/Notice';
import { Dialog, DialogActions, DialogClose } from '../../components/ui/Dialog';
import { fetchSpecText } from './setup/specText';
import styles from './sweep.module.css';

interface EditSweepProps {
  detail: SweepDetail;
  onChanged: (detail: SweepDetail) => void;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** The sweep as YAML, to be changed in place: what is missing then is queued. */
export function EditSweep({ detail, onChanged, open, onOpenChange }: EditSweepProps) {
  const words = useTranslations('sweep.extend');
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const { id } = detail.sweep;

  useEffect(() => {
    if (!open) return undefined;
    const abort = new AbortController();
    setProblem(undefined);
    fetchSpecText(id, abort.signal)
      .then(setText)
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setProblem(messageOf(error));
      });
    return () => abort.abort();
  }, [open, id]);

  const save = async () => {
    setSaving(true);
    try {
      const headers = { 'content-type': 'application/yaml' };
      const address = `/api/v1/sweeps/${id}`;
      onChanged(await fetchJson(address, sweepDetailSchema, { method: 'PUT', headers, body: text }));
      onOpenChange(false);
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setSaving(false);
    }
  };

  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={words('title')} description={words('help')} wide>
      <textarea
        className={styles['yaml']}
        aria-label={words('yaml')}
        spellCheck={false}
        rows={18}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {problem ? (
        <Notice kind="error">
          <span lang="en" translate="no">
            {problem}
          </span>
        </Notice>
      ) : null}
      <DialogActions>
        <DialogClose>{words('leave')}</DialogClose>
        <button type="button" className="primary" disabled={isSaving} onClick={() => void save()}>
          {isSaving ? words('saving') : words('save')}
        </button>
      </DialogActions>
    </Dialog>
  );
}
