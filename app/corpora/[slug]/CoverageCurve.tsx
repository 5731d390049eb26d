'use client';
import { useTranslations } from 'use-intl';
import type { CorpusAnalysis } from '@/lib/domain/corpusAnalysis';
import { useFormats } from '../../format/useFormats';
import styles from './corpus.module.css';

const plot = { width: 300, height: 96 };
const margin = { top: 14, left: 4, right: 34, bottom: 18 };

/** Share of the training split's tokens that the most frequent symbols make up, against their number on a log scale. */
export function CoverageCurve({
  coverage,
  language,
}: {
  coverage: CorpusAnalysis['source']['coverage'];
  language: string;
}) {
  const words = useTranslations('corpus.vocabulary');
  const formats = useFormats();
  const percent = (share: number) => formats.percent(share);
  const symbols = (size: number, share: number) =>
    words('coveragePoint', { count: size, share: percent(share) });
  const largest = Math.max(2, coverage.at(-1)?.size ?? 2);
  const points = coverage.map(({ size, share }) => ({
    size,
    share,
    x: (Math.log10(size) / Math.log10(largest)) * plot.width,
    y: (1 - share) * plot.height,
  }));
  const decades = points.filter(({ size }) => Number.isInteger(Math.log10(size)));
  const described = decades.map(({ size, share }) => symbols(size, share)).join(', ');
  return (
    <figure className={styles['curve']}>
      <figcaption className="small soft">{words('coverage')}</figcaption>
      <svg
        viewBox={`0 0 ${margin.left + plot.width + margin.right} ${margin.top + plot.height + margin.bottom}`}
        role="img"
        aria-label={words('coverageLabel', { language, points: described })}
      >
        <g transform={`translate(${margin.left} ${margin.top})`}>
          {[0, 0.5, 1].map((share) => (
            <g key={share}>
              <line
                x1={0}
                x2={plot.width}
                y1={(1 - share) * plot.height}
                y2={(1 - share) * plot.height}
                className={share === 0 ? styles['axisLine'] : styles['gridLine']}
              />
              <text x={plot.width + 4} y={(1 - share) * plot.height + 4} className={styles['tick']}>
                {formats.percent(share, 0)}
              </text>
            </g>
          ))}
          <polyline
            points={points.map(({ x, y }) => `${x},${y}`).join(' ')}
            className={styles['curveLine']}
          />
          {points.map(({ x, y, size, share }) => (
            <circle key={size} cx={x} cy={y} r={2.5} className={styles['curvePoint']}>
              <title>{symbols(size, share)}</title>
            </circle>
          ))}
          {decades.map(({ x, y, size, share }) => (
            <g key={size}>
              <text
                x={x}
                y={plot.height + 13}
                className={styles['tick']}
                textAnchor={x === 0 ? 'start' : 'middle'}
              >
                {formats.count(size)}
              </text>
              {share < 0.97 ? (
                <text x={x + 4} y={share < 0.15 ? y - 6 : y + 12} className={styles['pointLabel']}>
                  {percent(share)}
                </text>
              ) : null}
            </g>
          ))}
        </g>
      </svg>
    </figure>
  );
}
