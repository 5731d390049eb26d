'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { type SweepRow, sweepRowSchema } from '@/lib/domain/api';
import type { SweepChange } from '@/lib/domain/sweepChange';
import { fetchJson, messageOf } from '../client/api';
import { useToast } from '../components/ui/Toasts';
import { type SweepListData, sweepsKey } from './useSweepList';

/** What a person changes about sweeps; the list, where it is kept, follows. */
export interface SweepChanges {
  /**
   * @returns the sweep's row as it is now
   * @throws ApiError
   */
  change: (id: string, change: SweepChange) => Promise<SweepRow>;
  /** At once, with a way back; what goes wrong is said, and nothing has moved then. */
  archive: (sweeps: readonly SweepRow[], archived: boolean) => void;
}

export function useSweepChange(): SweepChanges {
  const words = useTranslations('sweeps');
  const common = useTranslations('common');
  const client = useQueryClient();
  const toast = useToast();

  const put = useCallback(
    (rows: readonly SweepRow[]) => {
      const byId = new Map(rows.map((row) => [row.id, row]));
      client.setQueryData<SweepListData>(
        sweepsKey,
        (list) => list && { sweeps: list.sweeps.map((row) => byId.get(row.id) ?? row) },
      );
    },
    [client],
  );
  const change = useCallback(
    async (id: string, change: SweepChange) => {
      // An answer that is on its way still has it as it was.
      await client.cancelQueries({ queryKey: sweepsKey });
      const row = await send(id, change);
      put([row]);
      return row;
    },
    [client, put],
  );
  const archive = useCallback(
    (sweeps: readonly SweepRow[], archived: boolean) => {
      const move = async (to: boolean) => {
        await client.cancelQueries({ queryKey: sweepsKey });
        put(sweeps.map((sweep) => ({ ...sweep, archived: to })));
        try {
          put(await Promise.all(sweeps.map(({ id }) => send(id, { archived: to }))));
          return true;
        } catch (error) {
          toast({ kind: 'error', text: words('notChanged', { problem: messageOf(error) }) });
          await client.invalidateQueries({ queryKey: sweepsKey });
          return false;
        }
      };
      void move(archived).then((isDone) => {
        if (!isDone) return;
        toast({
          text: words(archived ? 'archived' : 'unarchived', { count: sweeps.length }),
          action: { label: common('undo'), run: () => void move(!archived) },
        });
      });
    },
    [client, put, toast, words, common],
  );
  return { change, archive };
}

function send(id: string, change: SweepChange): Promise<SweepRow> {
  return fetchJson(`/api/v1/sweeps/${encodeURIComponent(id)}`, sweepRowSchema, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
}
