import type { ReactNode } from 'react';

/** A table that may be wider than the page, named by its heading; the keyboard scrolls it once it has the focus. */
export function SideScroll({ labelledBy, children }: { labelledBy: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="scroll-x" tabIndex={0} aria-labelledby={labelledBy}>
      {children}
    </section>
  );
}
