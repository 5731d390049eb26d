'use client';
import { useTranslations } from 'use-intl';
import type { CorpusAnalysis, LengthHistogram } from '@/lib/domain/corpusAnalysis';
import { useFormats } from '../../format/useFormats';
import styles from './corpus.module.css';
import { type Bar, barsOf, highestCount, positionOf, ticksOf } from './histogramLayout';

const plot = { width: 480, height: 96 };
const margin = { top: 18, bottom: 18, right: 12 };

/** Source and target side by side, characters above tokens; within a row both axes are shared. */
export function LengthHistograms({
  analysis,
  languages,
}: {
  analysis: CorpusAnalysis;
  languages: { source: string; target: string };
}) {
  const words = useTranslations('corpus.lengths');
  const rows = [
    { unit: 'characters' as const, source: analysis.source.characters, target: analysis.target.characters },
    { unit: 'tokens' as const, source: analysis.source.tokens, target: analysis.target.tokens },
  ];
  return (
    <div className={styles['multiples']}>
      {rows.map(({ unit, source, target }) => {
        const highest = highestCount([source, target]);
        return [
          <Histogram
            key={`source-${unit}`}
            title={words(unit, { language: languages.source })}
            histogram={source}
            highest={highest}
          />,
          <Histogram
            key={`target-${unit}`}
            title={words(unit, { language: languages.target })}
            histogram={target}
            highest={highest}
          />,
        ];
      })}
    </div>
  );
}

function Histogram({
  title,
  histogram,
  highest,
}: {
  title: string;
  histogram: LengthHistogram;
  highest: number;
}) {
  const words = useTranslations('corpus.lengths');
  const formats = useFormats();
  const { mean, median, percentile95, percentile99, longest, unit } = histogram;
  const summary = words('summary', {
    mean: formats.fixed(mean, 2),
    median: formats.general(median),
    percentile95: formats.count(percentile95),
    percentile99: formats.count(percentile99),
    longest: formats.count(longest),
  });
  const lengths = ({ from, to }: Bar) => {
    if (to === undefined) return words('orMore', { from: formats.count(from) });
    return from === to
      ? formats.count(from)
      : words('fromTo', { from: formats.count(from), to: formats.count(to) });
  };
  return (
    <figure className={styles['histogram']}>
      <figcaption>
        <strong>{title}</strong> <span className="soft small">{summary}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${plot.width + margin.right} ${margin.top + plot.height + margin.bottom}`}
        role="img"
        aria-label={words('label', { title, summary })}
      >
        <g transform={`translate(0 ${margin.top})`}>
          <line x1={0} x2={plot.width} y1={0} y2={0} className={styles['gridLine']} />
          <text x={plot.width} y={-4} textAnchor="end" className={styles['tick']}>
            {words('sentences', { count: highest })}
          </text>
          {barsOf(histogram, highest, plot).map((bar) => (
            <g key={bar.x} className={styles['bar']}>
              <title>
                {words(unit === 'characters' ? 'barCharacters' : 'barTokens', {
                  lengths: lengths(bar),
                  count: bar.count,
                })}
              </title>
              <rect x={bar.x} y={0} width={bar.width + 1} height={plot.height} className={styles['barHit']} />
              <rect x={bar.x} y={bar.y} width={bar.width} height={bar.height} />
            </g>
          ))}
          <Mark x={positionOf(median, histogram, plot)} label={words('median')} />
          <Mark x={positionOf(percentile95, histogram, plot)} label="95%" />
          <line x1={0} x2={plot.width} y1={plot.height} y2={plot.height} className={styles['axisLine']} />
          {ticksOf(histogram, 10).map((length) => (
            <text
              key={length}
              x={(length / (histogram.counts.length * histogram.width)) * plot.width}
              y={plot.height + 13}
              className={styles['tick']}
            >
              {formats.count(length)}
            </text>
          ))}
        </g>
      </svg>
    </figure>
  );
}

function Mark({ x, label }: { x: number; label: string }) {
  return (
    <g className={styles['mark']}>
      <line x1={x} x2={x} y1={-2} y2={plot.height} />
      <text x={x + 3} y={8} className={styles['tick']}>
        {label}
      </text>
    </g>
  );
}
