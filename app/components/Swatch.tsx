import { type Dash, dashPatterns, type Marker, type VariantLook } from '../charts/palette';

/** A piece of the line as the charts draw it. */
export function Swatch({ look, dash = 'solid' }: { look: VariantLook; dash?: Dash }) {
  return (
    <svg className={`hue-${look.hue}`} width="22" height="10" viewBox="0 0 22 10" aria-hidden="true">
      <line
        x1="0"
        y1="5"
        x2="22"
        y2="5"
        stroke="currentColor"
        strokeWidth="2"
        strokeDasharray={dashPatterns[dash].join(' ')}
      />
      <MarkerShape marker={look.marker} />
    </svg>
  );
}

function MarkerShape({ marker }: { marker: Marker }) {
  switch (marker) {
    case 'none':
      return null;
    case 'circle':
      return <circle cx="11" cy="5" r="3.5" fill="currentColor" />;
    case 'rect':
      return <rect x="8" y="2" width="6" height="6" fill="currentColor" />;
    case 'triangle':
      return <path d="M11 1 L15 8.5 L7 8.5 Z" fill="currentColor" />;
    case 'rectRot':
      return <path d="M11 0.5 L15.5 5 L11 9.5 L6.5 5 Z" fill="currentColor" />;
    case 'crossRot':
      return <path d="M8 2 L14 8 M14 2 L8 8" stroke="currentColor" strokeWidth="2" />;
    case 'star':
      return <path d="M11 0.5 V9.5 M7 2.5 L15 7.5 M15 2.5 L7 7.5" stroke="currentColor" strokeWidth="1.5" />;
  }
}
