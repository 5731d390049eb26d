'use client';
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useEffect, useId, useState } from 'react';
import type { Corpus } from '@/lib/domain/corpus';
import type { Sample } from '@/lib/domain/protocol';
import { diffTokens } from './diffTokens';
import { epochsOf, type Frame, frameOf } from './film';
import styles from './run.module.css';

const frameMs = 700;
const splitParsers = {
  split: parseAsStringLiteral(['test', 'train'] as const).withDefault('test'),
  /** Without it, the newest epoch, also while new ones come. */
  epoch: parseAsInteger,
};

/** The same fixed sentences after every epoch, as a film: one watches the model learn. */
export function Translations({ samples, corpus }: { samples: readonly Sample[]; corpus: Corpus }) {
  const [view, setView] = useQueryStates(splitParsers, { history: 'replace' });
  const [playing, setPlaying] = useState(false);
  const id = useId();
  const epochs = epochsOf(samples, view.split);
  const newest = epochs.length - 1;
  const chosen = view.epoch === null ? newest : epochs.indexOf(view.epoch);
  const index = chosen === -1 ? newest : chosen;
  const epoch = epochs[index];
  const goTo = (next: number) => void setView({ epoch: next >= newest ? null : (epochs[next] ?? null) });

  useEffect(() => {
    if (!playing) return undefined;
    if (index >= newest) {
      setPlaying(false);
      return undefined;
    }
    const next = epochs[index + 1] ?? null;
    const timer = setTimeout(() => void setView({ epoch: index + 1 >= newest ? null : next }), frameMs);
    return () => clearTimeout(timer);
  }, [playing, index, newest, epochs, setView]);

  return (
    <>
      <div className={styles['sectionHead']}>
        <h2>Translations</h2>
        <fieldset className={styles['splits']}>
          <legend className="visually-hidden">Sentences of</legend>
          {(['test', 'train'] as const).map((split) => (
            <button
              key={split}
              type="button"
              aria-pressed={view.split === split}
              onClick={() => void setView({ split })}
            >
              {split === 'test' ? 'test (never seen)' : 'train (learned from)'}
            </button>
          ))}
        </fieldset>
      </div>
      {epoch === undefined ? (
        <p className="soft">The first translations come at the end of the first epoch.</p>
      ) : (
        <>
          <div className={styles['film']}>
            <button
              type="button"
              disabled={epochs.length < 2}
              onClick={() => {
                if (!playing && index >= newest) goTo(0);
                setPlaying(!playing);
              }}
            >
              {playing ? '❚❚ pause' : '▶ play'}
            </button>
            <button
              type="button"
              aria-label="Epoch before"
              disabled={index <= 0}
              onClick={() => goTo(index - 1)}
            >
              ‹
            </button>
            <label htmlFor={id}>
              after epoch {epoch} of {epochs[newest]}
            </label>
            <input
              id={id}
              type="range"
              min={0}
              max={newest}
              value={index}
              aria-valuetext={`epoch ${epoch}`}
              onChange={(event) => goTo(Number(event.currentTarget.value))}
            />
            <button
              type="button"
              aria-label="Epoch after"
              disabled={index >= newest}
              onClick={() => goTo(index + 1)}
            >
              ›
            </button>
            <span className="soft small">
              <mark className={styles['changed']}>marked</mark> is new since the epoch before; ✓ is word for
              word the reference
            </span>
          </div>
          <FrameTable frames={frameOf(samples, view.split, epoch)} corpus={corpus} />
        </>
      )}
    </>
  );
}

function FrameTable({ frames, corpus }: { frames: readonly Frame[]; corpus: Corpus }) {
  return (
    <table className={styles['frames']}>
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">Reference</th>
          <th scope="col">Translation</th>
        </tr>
      </thead>
      <tbody>
        {frames.map((frame) => (
          <tr key={frame.source}>
            <td lang={corpus.sourceLanguage}>{frame.source}</td>
            <td lang={corpus.targetLanguage}>
              {frame.references.map((reference) => (
                <div key={reference}>{reference}</div>
              ))}
            </td>
            <td lang={corpus.targetLanguage}>
              <Hypothesis frame={frame} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Hypothesis({ frame }: { frame: Frame }) {
  if (frame.hypothesis === '') return <span className="soft">(empty)</span>;
  const parts =
    frame.previous === undefined
      ? [{ text: frame.hypothesis, added: false }]
      : diffTokens(frame.previous, frame.hypothesis);
  let offset = 0;
  return (
    <>
      {parts.map((part) => {
        const key = offset;
        offset += part.text.length;
        return part.added ? (
          <mark key={key} className={styles['changed']}>
            {part.text}
          </mark>
        ) : (
          <span key={key}>{part.text}</span>
        );
      })}
      {frame.exact ? (
        <span className={styles['exact']}>
          <span aria-hidden="true">✓</span>
          <span className="visually-hidden">the same as the reference</span>
        </span>
      ) : null}
    </>
  );
}
