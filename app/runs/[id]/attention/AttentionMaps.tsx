'use client';
import { useTranslations } from 'use-intl';
import type { TranslateResponse } from '@/lib/domain/translate';
import { HeatMap } from '../../../charts/HeatMap';
import { Segments } from '../../../components/ui/Segments';
import { useFormats } from '../../../format/useFormats';
import styles from './attention.module.css';
import { useAttentionState } from './attentionState';
import { attentionKinds, chosenHead, type HeadChoice, meanOverHeads, tokensAlong, weightsOf } from './heads';

/** Weights are shares: the same colours in every map. */
const domain = [0, 1] as const;

/** Every layer and head in small, one of them large. */
export function AttentionMaps({ answer }: { answer: TranslateResponse }) {
  const words = useTranslations('attention.heat');
  const formats = useFormats();
  const [{ kind, layer, head }, setState] = useAttentionState();
  const { attention } = answer;
  if (!attention) return <p className="soft">{words('none')}</p>;
  const { rows, columns } = tokensAlong(kind, answer);
  const chosen = chosenHead(attention, kind, { layer, head });
  const layers = attention[kind];
  const headText = (index: number | undefined) =>
    index === undefined ? words('mean') : words('head', { head: index + 1 });
  const titleOf = (choice: HeadChoice) =>
    words('panel', { layer: choice.layer + 1, head: headText(choice.head) });
  const shared = {
    rows,
    columns,
    domain,
    rowTitle: words(kind === 'encoderSelf' ? 'source' : 'output'),
    columnTitle: words(kind === 'decoderSelf' ? 'output' : 'source'),
    format: (value: number) => formats.fixed(value, 2),
  };
  return (
    <section aria-label={words('title')} className={styles['maps']}>
      <div className={styles['controls']}>
        <h2>{words('title')}</h2>
        <Segments
          label={words('kind')}
          value={kind}
          options={attentionKinds.map((value) => ({ value, text: words(`kinds.${value}`) }))}
          onChange={(next) => void setState({ kind: next })}
        />
      </div>
      <p className="small soft">
        {words(`note.${kind}`)} {words('reading')}
      </p>
      <div className={styles['large']}>
        <HeatMap {...shared} title={titleOf(chosen)} values={weightsOf(attention, kind, chosen)} />
      </div>
      {layers.length === 1 && layers[0]?.length === 1 ? (
        <p className="small soft">{words('oneHead')}</p>
      ) : (
        <>
          <h3>{words('overview')}</h3>
          {layers.map((heads, layerIndex) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
            <div key={layerIndex} className={styles['layer']}>
              <h4>{words('layer', { layer: layerIndex + 1 })}</h4>
              <div className={styles['heads']}>
                {[undefined, ...heads.keys()].map((index) => {
                  const choice: HeadChoice = { layer: layerIndex, head: index };
                  if (index === undefined && heads.length === 1) return null;
                  const isChosen = chosen.layer === layerIndex && chosen.head === index;
                  return (
                    <div key={index ?? 'mean'} className={styles['head']} data-chosen={isChosen || undefined}>
                      <button
                        type="button"
                        aria-pressed={isChosen}
                        aria-label={words('enlarge', { layer: layerIndex + 1, head: headText(index) })}
                        onClick={() =>
                          void setState({
                            layer: layerIndex + 1,
                            head: index === undefined ? null : index + 1,
                          })
                        }
                      >
                        {headText(index)}
                      </button>
                      <HeatMap
                        {...shared}
                        title={titleOf(choice)}
                        values={index === undefined ? meanOverHeads(heads) : (heads[index] ?? [])}
                        compact
                      />
                    </div>
                  );
                })}
              </div>
            </div>
          ))}
        </>
      )}
    </section>
  );
}
