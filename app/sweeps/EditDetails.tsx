'use client';
import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { SweepRow } from '@/lib/domain/api';
import { mostTags, type SweepChange } from '@/lib/domain/sweepChange';
import { messageOf } from '../client/api';
import { Notice } from '../components/Notice';
import { ServerSentence } from '../components/ServerSentence';
import { Dialog, DialogActions, DialogClose } from '../components/ui/Dialog';
import styles from './sweeps.module.css';
import { parseTags, type TagsProblem, tagsProblem } from './tagsText';

interface EditDetailsProps {
  sweep: Pick<SweepRow, 'name' | 'owner' | 'tags' | 'notes'>;
  onSave: (change: SweepChange) => Promise<void>;
  onClose: () => void;
}

/** Owner, tags and notes of one sweep. */
export function EditDetails({ sweep, onSave, onClose }: EditDetailsProps) {
  const words = useTranslations('sweeps.edit');
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={words('title')}
      description={<span translate="no">{sweep.name}</span>}
    >
      <DetailsForm sweep={sweep} onSave={onSave} onClose={onClose} />
    </Dialog>
  );
}

function DetailsForm({ sweep, onSave, onClose }: EditDetailsProps) {
  const words = useTranslations('sweeps.edit');
  const common = useTranslations('common');
  const id = useId();
  const [owner, setOwner] = useState(sweep.owner);
  const [tagsText, setTagsText] = useState(sweep.tags.join(', '));
  const [notes, setNotes] = useState(sweep.notes);
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string>();
  const tags = parseTags(tagsText);
  const refusal = tagsProblem(tags);
  const refusalText = (found: TagsProblem) =>
    found.kind === 'many' ? words('tooManyTags', found) : words('longTag', found);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (refusal) return;
    setSaving(true);
    try {
      await onSave({ owner, notes, tags });
      onClose();
    } catch (error) {
      setProblem(messageOf(error));
      setSaving(false);
    }
  };
  return (
    <form onSubmit={save} className={styles['form']}>
      <label htmlFor={`${id}-owner`}>{words('owner')}</label>
      <input
        id={`${id}-owner`}
        value={owner}
        maxLength={80}
        aria-describedby={`${id}-owner-hint`}
        onChange={(event) => setOwner(event.currentTarget.value)}
      />
      <p id={`${id}-owner-hint`} className="small soft">
        {words('ownerHint')}
      </p>
      <label htmlFor={`${id}-tags`}>{words('tags')}</label>
      <input
        id={`${id}-tags`}
        value={tagsText}
        aria-describedby={`${id}-tags-hint`}
        aria-invalid={refusal ? true : undefined}
        onChange={(event) => setTagsText(event.currentTarget.value)}
      />
      <p id={`${id}-tags-hint`} className={refusal ? styles['refusal'] : 'small soft'}>
        {refusal ? refusalText(refusal) : words('tagsHint', { most: mostTags })}
      </p>
      <label htmlFor={`${id}-notes`}>{words('notes')}</label>
      <textarea
        id={`${id}-notes`}
        value={notes}
        rows={6}
        maxLength={20_000}
        aria-describedby={`${id}-notes-hint`}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
      <p id={`${id}-notes-hint`} className="small soft">
        {words('notesHint')}
      </p>
      {problem ? (
        <Notice kind="error">
          <ServerSentence>{problem}</ServerSentence>
        </Notice>
      ) : null}
      <DialogActions>
        <DialogClose />
        <button type="submit" className="primary" disabled={isSaving || refusal !== undefined}>
          {isSaving ? words('saving') : common('save')}
        </button>
      </DialogActions>
    </form>
  );
}
