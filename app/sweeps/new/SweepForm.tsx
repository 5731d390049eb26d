'use client';
import { useRouter } from 'next/navigation';
import { useId, useMemo, useReducer, useState } from 'react';
import { useTranslations } from 'use-intl';
import { sweepDetailSchema } from '@/lib/domain/api';
import type { Corpus } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import { designNotes } from '@/sweeps/expand';
import { parseSweepSpec } from '@/sweeps/parse';
import { postJson } from '../../client/api';
import { PageHeader } from '../../components/PageHeader';
import { ServerSentence } from '../../components/ServerSentence';
import { Segments } from '../../components/ui/Segments';
import { useFormats, useNames } from '../../format/useFormats';
import { AddHyperparameter } from './AddHyperparameter';
import { BundleRow } from './BundleRow';
import { CorpusPicker } from './CorpusPicker';
import { DesignSection } from './DesignSection';
import { placeOf } from './fieldErrors';
import { TextField } from './fields';
import styles from './form.module.css';
import {
  emptyForm,
  type FormState,
  keptTexts,
  parseSeeds,
  questionKeys,
  reduceForm,
  specOf,
  suggestedName,
} from './formState';
import { LevelRow } from './LevelRow';
import { MeasureSection } from './MeasureSection';
import { PreviewPane } from './PreviewPane';
import type { Preset } from './presets';
import { StoppingSection } from './StoppingSection';
import { type FieldProblem, type FormProblem, problemOf, usePreview } from './usePreview';
import { YamlPane } from './YamlPane';

interface SweepFormProps {
  corpora: Corpus[];
  presets: Preset[];
  /** The sweep that this one begins as. */
  copied?: FormState;
}

export function SweepForm({ corpora, presets, copied }: SweepFormProps) {
  const words = useTranslations('newSweep');
  const formats = useFormats();
  const names = useNames();
  const [state, dispatch] = useReducer(reduceForm, { corpora, presets, copied }, startOf);
  const preview = usePreview(state);
  const { launch, launching, refusal } = useLaunch();
  const [view, setView] = useState<'form' | 'yaml'>('form');
  const [yamlProblem, setYamlProblem] = useState<string>();
  // Another preset is another text; the YAML that somebody types is left alone.
  const [presetsTaken, setPresetsTaken] = useState(0);
  const id = useId();

  const problem = preview.problem ?? refusal;
  const place = problem ? placeOf(problem.path, state) : undefined;
  const seeds = parseSeeds(state.seeds);
  const sentenceOf = (one: FormProblem | undefined): FieldProblem => {
    if (one?.message !== undefined) return <ServerSentence>{one.message}</ServerSentence>;
    if (one === undefined || seeds.ok) return undefined;
    return seeds.wrong === '' ? words('seedsMissing') : words('seedsWrong', { part: seeds.wrong });
  };
  const fieldProblem = (field: string) =>
    place?.kind === 'field' && place.field === field ? sentenceOf(problem) : undefined;
  const rowProblem = (key: string) =>
    place?.kind === 'row' && place.key === key ? sentenceOf(problem) : undefined;
  const notes = useMemo(() => notesOf(state), [state]);
  const ready =
    seeds.ok &&
    yamlProblem === undefined &&
    !preview.problem &&
    !preview.pending &&
    (preview.expansion?.runCount ?? 0) > 0;
  const sampling = state.design === 'random' || state.design === 'latin-hypercube';
  const kept = keptTexts(state, { words, names, formats });
  const show = (wanted: 'form' | 'yaml') => {
    setView(wanted);
    setYamlProblem(undefined);
  };

  const rows = (wanted: (key: string) => boolean) =>
    state.rows
      .filter((row) => wanted(row.key))
      .map((row) => (
        <LevelRow
          key={row.key}
          row={row}
          sampling={sampling}
          problem={rowProblem(row.key)}
          dispatch={dispatch}
        />
      ));

  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void launch(specOf(state, seeds.seeds, names.label));
      }}
    >
      <div className={styles['fields']}>
        <PageHeader title={words('title')} lead={words('lead')} />
        <div className={styles['presets']}>
          <span className="soft">{words('startFrom')}</span>
          {presets.map((preset) => (
            <button
              key={preset.text}
              type="button"
              onClick={() => {
                dispatch({ type: 'preset', state: preset.state });
                setYamlProblem(undefined);
                setPresetsTaken((count) => count + 1);
              }}
            >
              {words(`presets.${preset.text}`)}
            </button>
          ))}
        </div>

        <div className={styles['views']}>
          <Segments
            label={words('editAs')}
            value={view}
            options={[
              { value: 'form', text: words('form') },
              { value: 'yaml', text: words('yaml') },
            ]}
            onChange={show}
          />
          {view === 'form' && kept.length > 0 ? (
            <span className="small soft">{words('kept', { what: formats.list(kept) })}</span>
          ) : null}
        </div>
        {view === 'yaml' ? (
          <YamlPane
            key={presetsTaken}
            state={state}
            problem={yamlProblem}
            onProblem={setYamlProblem}
            dispatch={dispatch}
          />
        ) : (
          <>
            <section className={styles['section']} aria-labelledby={`${id}-vary`}>
              <h2 id={`${id}-vary`}>{words('vary')}</h2>
              {rows((key) => questionKeys.includes(key))}
              {rows((key) => !questionKeys.includes(key) && key !== 'epochs' && key !== 'trainSize')}
              {Object.entries(state.bundles).map(([factor, bundles]) => (
                <BundleRow key={factor} factor={factor} bundles={bundles} dispatch={dispatch} />
              ))}
              <AddHyperparameter rows={state.rows} dispatch={dispatch} />
            </section>

            <DesignSection state={state} notes={notes} fieldProblem={fieldProblem} dispatch={dispatch} />

            <section className={styles['section']} aria-labelledby={`${id}-training`}>
              <h2 id={`${id}-training`}>{words('training')}</h2>
              {rows((key) => key === 'epochs' || key === 'trainSize')}
              <TextField
                label={words('seeds')}
                help={words('seedsHelp')}
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

            <MeasureSection state={state} fieldProblem={fieldProblem} dispatch={dispatch} />

            <StoppingSection state={state} fieldProblem={fieldProblem} dispatch={dispatch} />

            <section className={styles['section']} aria-labelledby={`${id}-words`}>
              <h2 id={`${id}-words`}>{words('nameAndQuestion')}</h2>
              <TextField
                isData
                label={words('name')}
                placeholder={suggestedName(state, names.label)}
                value={state.name}
                problem={fieldProblem('name')}
                onChange={(value) => dispatch({ type: 'text', field: 'name', value })}
              />
              <TextField
                isData
                label={words('question')}
                help={words('questionHelp')}
                value={state.question}
                problem={fieldProblem('question')}
                onChange={(value) => dispatch({ type: 'text', field: 'question', value })}
              />
            </section>
          </>
        )}
      </div>

      <div className={styles['side']}>
        <div className={styles['launch']}>
          <button type="submit" className="primary" disabled={!ready || launching}>
            {launching
              ? words('launching')
              : ready
                ? words('launchRuns', { count: preview.expansion?.runCount ?? 0 })
                : words('launch')}
          </button>
        </div>
        <PreviewPane preview={preview} problem={sentenceOf(preview.problem)} refusal={refusal?.message} />
      </div>
    </form>
  );
}

/** The first preset, on the corpus it names where that is here. */
function startOf({
  corpora,
  presets,
  copied,
}: Omit<SweepFormProps, 'copied'> & { copied: FormState | undefined }): FormState {
  if (copied) return copied;
  const start = presets[0]?.state ?? emptyForm;
  const isHere = corpora.some((corpus) => corpus.slug === start.corpus);
  return { ...start, corpus: isHere ? start.corpus : (corpora[0]?.slug ?? '') };
}

/** What the design can and cannot tell; nothing while the form does not make a sweep, which the preview says. */
function notesOf(state: FormState): string[] {
  const seeds = parseSeeds(state.seeds);
  try {
    return designNotes(parseSweepSpec(specOf({ ...state, corpus: 'any' }, seeds.ok ? seeds.seeds : [1])));
  } catch (error) {
    if (error instanceof HeldoutError) return [];
    throw error;
  }
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
