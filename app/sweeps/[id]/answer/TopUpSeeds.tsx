'use client';
import { useEffect, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { previewResponseSchema, sweepDetailSchema } from '@/lib/domain/api';
import { fetchJson } from '../../../client/api';
import { ConfirmDialog } from '../../../components/ui/ConfirmDialog';
import { useToast } from '../../../components/ui/Toasts';
import { useFormats } from '../../../format/useFormats';
import { useSweep } from '../SweepProvider';

const mostSeeds = 100;

/** More seeds for every variant: the sweep goes on with what is missing, and nothing that was trained changes. */
export function TopUpSeeds({ suggested }: { suggested: number }) {
  const words = useTranslations('answer.topUp');
  const formats = useFormats();
  const toast = useToast();
  const { detail, replace } = useSweep();
  const [count, setCount] = useState(suggested);
  const [isOpen, setOpen] = useState(false);
  const [cost, setCost] = useState<string>();
  const id = useId();
  const { spec } = detail;
  const isValid = Number.isInteger(count) && count >= 1 && count <= mostSeeds;
  const added = isValid ? nextSeeds(spec.seeds, count) : [];
  const body = JSON.stringify({ ...spec, seeds: added });

  useEffect(() => {
    if (!isOpen || !isValid) return undefined;
    const abort = new AbortController();
    setCost(undefined);
    fetchJson('/api/v1/sweeps/preview', previewResponseSchema, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: abort.signal,
    })
      .then(({ runCount, estimate }) => {
        const wall = estimate.wallMs ? formats.interval(estimate.wallMs) : null;
        setCost(wall === null ? words('runs', { runs: runCount }) : words('cost', { runs: runCount, wall }));
      })
      .catch(() => {
        // Without an estimate the number of runs is said; the server's refusal comes when it is asked to add them.
        if (!abort.signal.aborted) setCost(undefined);
      });
    return () => abort.abort();
  }, [isOpen, isValid, body, formats, words]);

  const add = async () => {
    const address = `/api/v1/sweeps/${detail.sweep.id}`;
    const next = { ...spec, seeds: [...spec.seeds, ...added] };
    replace(
      await fetchJson(address, sweepDetailSchema, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(next),
      }),
    );
    toast({ text: words('added', { count }) });
  };

  return (
    <ConfirmDialog
      open={isOpen}
      onOpenChange={(open) => {
        if (open) setCount(suggested);
        setOpen(open);
      }}
      trigger={<button type="button">{words('open')}</button>}
      title={words('title')}
      confirm={words('confirm', { count: isValid ? count : 0 })}
      onConfirm={add}
    >
      <p>{words('help', { variants: detail.sweep.variantCount })}</p>
      <p>
        <label htmlFor={id}>{words('count')}</label>{' '}
        <input
          id={id}
          type="number"
          min={1}
          max={mostSeeds}
          value={Number.isNaN(count) ? '' : count}
          onChange={(event) => setCount(event.currentTarget.valueAsNumber)}
        />
      </p>
      <p className="soft" aria-live="polite">
        {isValid
          ? (cost ?? words('runs', { runs: detail.sweep.variantCount * count }))
          : words('invalid', { most: mostSeeds })}
      </p>
    </ConfirmDialog>
  );
}

/** The smallest whole numbers from 1 that are not used yet. */
export function nextSeeds(used: readonly number[], count: number): number[] {
  const seeds: number[] = [];
  for (let seed = 1; seeds.length < count; seed++) if (!used.includes(seed)) seeds.push(seed);
  return seeds;
}
