import type { ReactNode } from 'react';

/** What the server says: always in English, so that assistive technology and translators treat it as such. */
export function ServerSentence({ children }: { children: ReactNode }) {
  return (
    <span lang="en" translate="no">
      {children}
    </span>
  );
}
