'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { type WorkerRow, workerRowSchema } from '@/lib/domain/api';
import type { WorkerDuty } from '@/lib/domain/worker';
import { fetchJson, messageOf } from '../client/api';
import { Icon } from '../components/ui/Icon';
import { Menu, MenuItem } from '../components/ui/Menu';
import { useToast } from '../components/ui/Toasts';
import { workersKey } from './workersKey';

/** Pause, drain, resume: each can be taken back, so none asks. */
export function DutyControl({ worker }: { worker: WorkerRow }) {
  const words = useTranslations('workers');
  const toast = useToast();
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: (duty: WorkerDuty) =>
      fetchJson(`/api/v1/workers/${worker.id}`, workerRowSchema, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ duty }),
      }),
    onSuccess: ({ name, duty }) => toast({ text: words(`done.${duty}`, { name }) }),
    onError: (error) => toast({ text: messageOf(error), kind: 'error' }),
    onSettled: () => queries.invalidateQueries({ queryKey: workersKey }),
  });
  if (worker.duty !== 'work') {
    return (
      <button type="button" disabled={isPending} onClick={() => mutate('work')}>
        <Icon name="play" /> {words('resume')}
      </button>
    );
  }
  return (
    <Menu
      label={words('dutyOf', { name: worker.name })}
      trigger={
        <button type="button" disabled={isPending}>
          <Icon name="pause" /> {words('stop')} <Icon name="chevronDown" />
        </button>
      }
    >
      <MenuItem onSelect={() => mutate('pause')}>{words('pause')}</MenuItem>
      <MenuItem onSelect={() => mutate('drain')}>{words('drain')}</MenuItem>
    </Menu>
  );
}
