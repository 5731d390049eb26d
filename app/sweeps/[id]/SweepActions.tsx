'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type SweepDetail, type SweepRow, sweepDetailSchema } from '@/lib/domain/api';
import { messageOf, postJson } from '../../client/api';
import { ConfirmDialog } from '../../components/ui/ConfirmDialog';
import { Icon } from '../../components/ui/Icon';
import { Menu, MenuItem, MenuSeparator } from '../../components/ui/Menu';
import { useToast } from '../../components/ui/Toasts';
import { EditDetails } from '../EditDetails';
import { useSweepChange } from '../useSweepChange';
import { EditSweep } from './EditSweep';

interface SweepActionsProps {
  detail: SweepDetail;
  onChanged: (detail: SweepDetail) => void;
  onRowChanged: (sweep: SweepRow) => void;
}

/** What a person can do to a sweep as a whole. What cannot be undone asks first. */
export function SweepActions({ detail, onChanged, onRowChanged }: SweepActionsProps) {
  const words = useTranslations('sweep.actions');
  const toast = useToast();
  const { change } = useSweepChange();
  const [isEditing, setEditing] = useState(false);
  const [isExtending, setExtending] = useState(false);
  const [isCancelling, setCancelling] = useState(false);
  const { id, counts, paused } = detail.sweep;
  const isActive = counts.queued + counts.running > 0;
  const post = async (action: string, body: object = {}) =>
    onChanged(await postJson(`/api/v1/sweeps/${id}/${action}`, body, sweepDetailSchema));
  const act = async (action: string, body: object = {}) => {
    try {
      await post(action, body);
    } catch (error) {
      toast({ text: words('notDone', { reason: messageOf(error) }), kind: 'error' });
    }
  };
  const exportUrl = `/api/v1/sweeps/${id}/export`;
  return (
    <>
      {isActive || paused ? (
        <button type="button" onClick={() => void act(paused ? 'resume' : 'pause')}>
          {paused ? words('resume') : words('pause')}
        </button>
      ) : null}
      {counts.failed > 0 ? (
        <button type="button" onClick={() => void act('rerun', { states: ['failed'] })}>
          {words('rerun', { count: counts.failed })}
        </button>
      ) : null}
      <Menu
        trigger={
          <button type="button">
            {words('export')} <Icon name="chevronDown" />
          </button>
        }
      >
        <MenuItem href={`${exportUrl}?format=csv`} download>
          {words('csv')}
        </MenuItem>
        <MenuItem href={`${exportUrl}?format=json`} download>
          {words('json')}
        </MenuItem>
        <MenuItem href={`/api/v1/sweeps/${id}/spec`} download>
          {words('yaml')}
        </MenuItem>
      </Menu>
      <Menu
        trigger={
          <button type="button">
            {words('more')} <Icon name="chevronDown" />
          </button>
        }
      >
        {counts.queued > 0 && !paused ? (
          <MenuItem onSelect={() => void act('priority', { priority: 'first' })}>{words('first')}</MenuItem>
        ) : null}
        <MenuItem onSelect={() => setEditing(true)}>{words('edit')}</MenuItem>
        <MenuItem onSelect={() => setExtending(true)}>{words('extend')}</MenuItem>
        <MenuItem href={`/sweeps/new?from=${id}`}>{words('copy')}</MenuItem>
        {isActive ? (
          <>
            <MenuSeparator />
            <MenuItem danger onSelect={() => setCancelling(true)}>
              {words('cancel')}
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {isEditing ? (
        <EditDetails
          sweep={detail.sweep}
          onSave={async (details) => onRowChanged(await change(id, details))}
          onClose={() => setEditing(false)}
        />
      ) : null}
      <EditSweep detail={detail} onChanged={onChanged} open={isExtending} onOpenChange={setExtending} />
      <ConfirmDialog
        open={isCancelling}
        onOpenChange={setCancelling}
        title={words('cancelTitle')}
        confirm={words('cancelRuns', { count: counts.running + counts.queued })}
        danger
        onConfirm={() => post('cancel')}
      >
        <p>{words('cancelHelp', { running: counts.running, queued: counts.queued })}</p>
      </ConfirmDialog>
    </>
  );
}
