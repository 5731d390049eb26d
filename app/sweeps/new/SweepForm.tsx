'use client';
import { useRouter } from 'next/navigation';
import { useId, useReducer, useState } from 'react';
import { sweepDetailSchema } from '@/lib/domain/api';
import type { Corpus } from '@/lib/domain/corpus';
import { postJson } from '../../client/api';
import { PageHeader } from '../../components/PageHeader';
import { plural } from '../../format/numbers';
import { AddHyperparameter } from './AddHyperparameter';
import { BundleRow } from './BundleRow';
import { CorpusPicker } from './CorpusPicker';
import { placeOf } from './fieldErrors';
import styles from './form.module.css';
import { type FormState, parseSeeds, questionKeys, reduceForm, specOf, suggestedName } from './formState';
import { LevelRow } from './LevelRow';
import { PreviewPane } from './PreviewPane';
import type { Preset } from './presets';
import { type FormProblem, problemOf, usePreview } from './usePreview';

export function SweepForm({ corpora, presets }: { corpora: Corpus[]; presets: Preset[] }) {
  const [state, dispatch] = useReducer(reduceForm, { corpora, presets }, startOf);
  const preview = usePreview(state);
  const { launch, launching, refusal } = useLaunch();
  const id = useId();

  const problem = preview.problem ?? refusal;
  const place = problem ? placeOf(problem.path, state) : undefined;
  const fieldProblem = (field: string) =>
    place?.kind === 'field' && place.field === field ? problem?.message : undefined;
  const rowProblem = (key: string) =>
    place?.kind === 'row' && place.key === key ? problem?.message : undefined;
  const seeds = parseSeeds(state.seeds);
  const ready = seeds.ok && !preview.problem && !preview.pending && (preview.expansion?.runCount ?? 0) > 0;

  const rows = (wanted: (key: string) => boolean) =>
    state.rows
      .filter((row) => wanted(row.key))
      .map((row) => <LevelRow key={row.key} row={row} problem={rowProblem(row.key)} dispatch={dispatch} />);

  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void launch(specOf(state, seeds.seeds));
      }}
    >
      <div className={styles['fields']}>
        <PageHeader
          title="New sweep"
          lead="Choose two or more levels to vary a hyperparameter, one to fix it. Every combination is trained."
        />
        <div className={styles['presets']}>
          <span className="soft">Start from</span>
          {presets.map((preset) => (
            <button
              key={preset.title}
              type="button"
              onClick={() => dispatch({ type: 'preset', state: preset.state })}
            >
              {preset.title}
            </button>
          ))}
        </div>

        <section className={styles['section']} aria-labelledby={`${id}-vary`}>
          <h2 id={`${id}-vary`}>What to vary</h2>
          {rows((key) => questionKeys.includes(key))}
          {rows((key) => !questionKeys.includes(key) && key !== 'epochs' && key !== 'trainSize')}
          {Object.entries(state.bundles).map(([factor, bundles]) => (
            <BundleRow key={factor} factor={factor} bundles={bundles} dispatch={dispatch} />
          ))}
          <AddHyperparameter rows={state.rows} dispatch={dispatch} />
        </section>

        <section className={styles['section']} aria-labelledby={`${id}-training`}>
          <h2 id={`${id}-training`}>Training</h2>
          {rows((key) => key === 'epochs' || key === 'trainSize')}
          <TextField
            label="seeds"
            help="Each variant is trained once with each seed: 1, 2, 3 or 1-3."
            value={state.seeds}
            problem={fieldProblem('seeds')}
            onChange={(value) => dispatch({ type: 'text', field: 'seeds', value })}
          />
        </section>

        <CorpusPicker
          initial={corpora}
          value={state.corpus}
          problem={fieldProblem('corpus')}
          onPick={(value) => dispatch({ type: 'text', field: 'corpus', value })}
        />

        <section className={styles['section']} aria-labelledby={`${id}-words`}>
          <h2 id={`${id}-words`}>Name and question</h2>
          <TextField
            label="name"
            placeholder={suggestedName(state)}
            value={state.name}
            problem={fieldProblem('name')}
            onChange={(value) => dispatch({ type: 'text', field: 'name', value })}
          />
          <TextField
            label="question"
            help="What the sweep should answer; it stands at the top of its page."
            value={state.question}
            problem={fieldProblem('question')}
            onChange={(value) => dispatch({ type: 'text', field: 'question', value })}
          />
        </section>
      </div>

      <div className={styles['side']}>
        <div className={styles['launch']}>
          <button type="submit" className="primary" disabled={!ready || launching}>
            {launching
              ? 'Launching …'
              : ready
                ? `Launch ${plural(preview.expansion?.runCount ?? 0, 'run')}`
                : 'Launch'}
          </button>
        </div>
        <PreviewPane preview={preview} formProblem={refusal?.message} />
      </div>
    </form>
  );
}

/** The first preset, on the corpus it names where that is here. */
function startOf({ corpora, presets }: { corpora: Corpus[]; presets: Preset[] }): FormState {
  const empty: FormState = { name: '', question: '', corpus: '', rows: [], bundles: {}, seeds: '1' };
  const start = presets[0]?.state ?? empty;
  const isHere = corpora.some((corpus) => corpus.slug === start.corpus);
  return { ...start, corpus: isHere ? start.corpus : (corpora[0]?.slug ?? '') };
}

function useLaunch() {
  const router = useRouter();
  const [launching, setLaunching] = useState(false);
  const [refusal, setRefusal] = useState<FormProblem>();
  const launch = async (spec: ReturnType<typeof specOf>) => {
    setLaunching(true);
    setRefusal(undefined);
    try {
      const { sweep } = await postJson('/api/v1/sweeps', spec, sweepDetailSchema);
      router.push(`/sweeps/${sweep.id}`);
    } catch (error) {
      setRefusal(problemOf(error));
      setLaunching(false);
    }
  };
  return { launch, launching, refusal };
}

function TextField({
  label,
  help,
  placeholder,
  value,
  problem,
  onChange,
}: {
  label: string;
  help?: string;
  placeholder?: string;
  value: string;
  problem: string | undefined;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className={styles['textField']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        value={value}
        placeholder={placeholder}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <p
        id={`${id}-help`}
        className={problem ? styles['problem'] : styles['help']}
        role={problem ? 'alert' : undefined}
      >
        {problem ?? help}
      </p>
    </div>
  );
}
