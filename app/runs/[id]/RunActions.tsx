'use client';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { runDetailSchema } from '@/lib/domain/api';
import { isFinal } from '@/lib/domain/run';
import { postJson } from '../../client/api';
import { ConfirmDialog } from '../../components/ui/ConfirmDialog';
import { IconButton } from '../../components/ui/IconButton';
import { Menu, MenuItem, MenuSeparator } from '../../components/ui/Menu';
import { useToast } from '../../components/ui/Toasts';
import { useRun } from './RunProvider';

/** What a person can do with a run. What replaces its numbers asks first. */
export function RunActions() {
  const words = useTranslations('run.header');
  const { detail, replace } = useRun();
  const toast = useToast();
  const [isAsking, setAsking] = useState(false);
  const { id, sweepId, state, variantIndex, seed, tested } = detail.run;
  const again = async () => {
    replace(await postJson(`/api/v1/runs/${id}/rerun`, {}, runDetailSchema));
    toast({ text: words('askedAgain') });
  };
  return (
    <>
      <Link className="button" href={`/compare?runs=${id}`}>
        {words('compare')}
      </Link>
      <Menu trigger={<IconButton icon="more" label={words('more')} />} label={words('more')}>
        <MenuItem href={`/sweeps/${sweepId}/translations?against=${variantIndex}.${seed}`}>
          {words('sweepTranslations')}
        </MenuItem>
        <MenuItem href={`/api/v1/runs/${id}/hypotheses?format=text`} download disabled={!tested.best}>
          {words('hypotheses')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger={state === 'finished'} disabled={!isFinal(state)} onSelect={() => setAsking(true)}>
          {words('again')}
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={words('againTitle')}
        confirm={words('againConfirm')}
        danger={state === 'finished'}
        onConfirm={again}
      >
        <p>{state === 'finished' ? words('againFinished') : words('againEnded')}</p>
      </ConfirmDialog>
    </>
  );
}
